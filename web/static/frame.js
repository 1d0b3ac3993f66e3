// Where the assistant stands: floating over a host site behind its launcher, or in a page of our own. On a phone it
// takes the whole screen, as a modal dialog over a host, from the first message in a page.

import { icon } from "./icons.js";
import { element } from "./markdown.js";

const PHONE = "(max-width: 480px)";
const PAGE_PHONE = "(max-width: 767px) and (min-height: 441px)";
const MAX_DISTANCE_PX = 400;

/** «24» or «24 80» as the distances from the corner, across and up. */
function distances(text) {
  const [across, up = across] = String(text ?? "").trim().split(/[\s,]+/).map(Number);
  const fit = (value) => (Number.isFinite(value) ? Math.min(Math.max(value, 0), MAX_DISTANCE_PX) : 16);
  return text ? [fit(across), fit(up)] : [16, 16];
}

/** A phone's keyboard covers the page without making it smaller: what is left to see is told to the style. */
export function followKeyboard(root) {
  const seen = globalThis.visualViewport;
  if (!seen) return;
  const tell = () => {
    root.style.setProperty("--seen", `${seen.height}px`);
    root.style.setProperty("--seen-top", `${seen.offsetTop}px`);
  };
  seen.addEventListener("resize", tell);
  seen.addEventListener("scroll", tell);
}

/** The floating frame. `opened`: called with true or false once it is open or closed. */
export class Float {
  constructor(host, panel, { title, closer, box, opened }) {
    Object.assign(this, { host, panel, box, opened, others: [] });
    this.launcher = element("button", { class: "launcher", type: "button", "aria-expanded": "false" }, icon("talk"), title);
    this.launcher.addEventListener("click", () => this.toggle(panel.hidden));
    closer.addEventListener("click", () => this.toggle(false));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle(false);
      if (event.key === "Tab" && this.modal) this.hold(event);
    });
    matchMedia(PHONE).addEventListener("change", () => !panel.hidden && this.cover(matchMedia(PHONE).matches));
  }

  place(root) {
    const [across, up] = distances(this.host.getAttribute("distance"));
    root.style.setProperty("--across", `${across}px`);
    root.style.setProperty("--up", `${up}px`);
    const corner = this.host.getAttribute("position") || "";
    root.classList.toggle("left", /left/.test(corner));
    root.classList.toggle("top", /top/.test(corner));
  }

  toggle(open, focus = true) {
    this.panel.hidden = !open;
    this.launcher.setAttribute("aria-expanded", String(open));
    this.cover(open && matchMedia(PHONE).matches);
    this.opened(open);
    if (focus) (open ? this.box : this.launcher).focus();
  }

  /** Over the whole screen it is a modal dialog: what is behind neither scrolls, nor is read, nor is reached. */
  cover(modal) {
    this.modal = modal;
    if (modal) {
      this.panel.setAttribute("role", "dialog");
      this.panel.setAttribute("aria-modal", "true");
    } else {
      this.panel.removeAttribute("role");
      this.panel.removeAttribute("aria-modal");
    }
    for (const other of this.others) other.removeAttribute("inert");
    this.others = modal ? [...this.host.parentElement.children].filter((one) => one !== this.host && !one.hasAttribute("inert") && one.localName !== "script") : [];
    for (const other of this.others) other.setAttribute("inert", "");
    const { style } = document.documentElement;
    if (modal && this.overflow === undefined) {
      this.overflow = style.overflow;
      style.overflow = "hidden";
    } else if (!modal && this.overflow !== undefined) {
      style.overflow = this.overflow;
      this.overflow = undefined;
    }
  }

  /** The Tab key stays within the dialog, also where `inert` is not known. */
  hold(event) {
    const all = [...this.panel.querySelectorAll("a[href], button, textarea, input, summary, [tabindex='0']")].filter((one) => one.getClientRects().length);
    const at = this.panel.getRootNode().activeElement;
    const end = event.shiftKey ? all[0] : all[all.length - 1];
    if (at !== end) return;
    event.preventDefault();
    (event.shiftKey ? all[all.length - 1] : all[0]).focus();
  }
}

/** The frame in a page of our own, whose style sheet follows `es-talking` and `es-whole`: from the first message it takes the whole of a phone's screen, until reduced. */
export class Page {
  constructor(reducer, root) {
    this.root = root;
    this.reduced = false;
    reducer.addEventListener("click", () => { this.reduced = true; this.follow(this.talking); scrollTo(0, 0); });
  }

  follow(talking) {
    this.talking = talking;
    document.documentElement.classList.toggle("es-talking", talking);
    document.documentElement.classList.toggle("es-whole", talking && !this.reduced);
    this.root.classList.toggle("whole", talking && !this.reduced);
  }

  /** Something is written again: the whole screen is for it. */
  resume() {
    this.reduced = false;
    this.follow(true);
  }

  get whole() { return matchMedia(PAGE_PHONE).matches && this.talking && !this.reduced; }
}
