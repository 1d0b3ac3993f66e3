// The one line a site embeds: <script src="https://HOST/widget.js" defer></script>. The server puts the modules and
// the style of the assistant before this part (web/bundle.py), as one script, classic or module.
// Options: data-color, data-title, data-position (bottom-right, bottom-left, top-right, top-left), data-distance
// («24» or «24 80»: pixels from the side, from the corner's edge), data-theme (light, dark), data-message,
// data-launcher, data-open.

import { assistantOf } from "./assistant.js";
import { ALLOWED, SHEETS } from "./settings.js";

const OPTIONS = {
  color: "color", title: "heading", position: "position", distance: "distance", theme: "theme", message: "message", launcher: "launcher", open: "open",
};
// A module has no `currentScript`.
const script = document.currentScript || [...document.querySelectorAll("script[src]")].find((one) => /\/widget\.js(?:[?#]|$)/.test(one.src));

function put() {
  const assistant = document.createElement("es-assistant");
  for (const [data, attribute] of Object.entries(OPTIONS)) {
    if (script.dataset[data] !== undefined) assistant.setAttribute(attribute, script.dataset[data]);
  }
  // Out of the host's flow before it is in the page, so that nothing there ever moves. An important
  // style of the element itself is stronger than anything in the host's style sheets.
  const own = { all: "initial", position: "fixed", "z-index": "2147483000" };
  for (const [name, value] of Object.entries(own)) assistant.style.setProperty(name, value, "important");
  document.body.append(assistant);
  stay(assistant);
}

/** A site that swaps its body takes the assistant away with it: it comes back, with its thread. */
function stay(assistant) {
  const watch = new MutationObserver(() => {
    watch.disconnect();
    if (document.body && !assistant.isConnected && !document.querySelector("es-assistant")) document.body.append(assistant);
    observe();
  });
  const observe = () => {
    watch.observe(document.documentElement, { childList: true });
    if (document.body) watch.observe(document.body, { childList: true });
  };
  observe();
}

function start(base) {
  if (!customElements.get("es-assistant")) customElements.define("es-assistant", assistantOf(base, SHEETS));
  if (!document.querySelector("es-assistant")) put();
}

if (script) {
  const base = new URL(".", script.src).href;
  if (location.origin !== new URL(base).origin && !ALLOWED.includes(location.origin)) {
    console.warn("es-assistant: this site is not allowed to embed the assistant.");
  } else if (document.body) start(base);
  else addEventListener("DOMContentLoaded", () => start(base));
}
