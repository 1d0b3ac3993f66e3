// A message of the assistant as DOM nodes: what it says, the resources it shows, what may be pressed.

import { card, sharedReasons } from "./cards.js";
import { icon } from "./icons.js";
import { mapOf } from "./map.js";
import { element, safeAddress } from "./markdown.js";
import { bubble, saidOfChoices, takeAway, textBeside } from "./parts.js";
import { personForm } from "./person.js";
import { sources } from "./sources.js";

const UNFOLDED = 3; // cards of a list that are open at once
const MARKS = { Utile: "thumb", "Pas utile": "thumbdown" };
const ACTION_ICONS = { "Ma feuille de route": "sheet", "Parler à quelqu'un": "talk" };

/** A choice that calls or opens rather than answers: a real link, or null when its address is not one to follow. */
function call(title, url, base) {
  const href = safeAddress(url, base);
  return href && element("a", { class: "call", href, rel: "noopener" }, title);
}

/**
 * The nodes of one message. `view`: what the assistant lends: `base`, `say`, `choose(title, payload, button)`,
 * `send(shown, given)`, `place()`, `keeping`.
 */
export function nodesOf(part, view) {
  const { base } = view;
  const text = textBeside(part);
  const resources = part.resources || [];
  const shared = sharedReasons(resources);
  const cards = resources.map((resource, index) =>
    card(resource, { number: resource.number || index + 1, shared, base, place: view.place, keeping: view.keeping, folded: index >= UNFOLDED }));
  const of = (kind) => (part.buttons || []).filter((one) => (one.kind || "choice") === kind);
  const opinions = of("feedback").map((one) => {
    const button = element("button", { type: "button", class: "mark", title: one.title }, icon(MARKS[one.title] || "yes"), element("span", { class: "sr" }, one.title));
    button.addEventListener("click", () => view.choose(one.title, one.payload, button));
    return button;
  });
  const proof = part.answer ? sources(part.answer, base) : null;
  const kept = part.answer || resources.length ? takeAway(part, view.say) : [];
  const form = part.form?.kind === "person" ? askPerson(part, view) : null;
  const told = saidOfChoices(part);
  const choices = form ? null : row("choices", of("choice"), view, told);
  if (told.size) choices?.classList.add("told");
  const map = part.form?.kind === "map" && choices
    ? mapOf(part.form.mrc, of("choice"), base, ({ title, payload }) => view.choose(title, payload, null)) : null;
  return [
    text && !form ? bubble(text, base) : null,
    form,
    shared.length ? element("p", { class: "shared" }, element("strong", {}, `Pour les ${resources.length}: `), shared.join(" ")) : null,
    ...cards,
    proof || kept.length || opinions.length ? element("div", { class: "tools" }, proof, ...kept,
      opinions.length ? element("span", { class: "marks" }, ...opinions) : null) : null,
    map ? element("div", { class: "where" }, map, choices) : choices,
    row("actions", of("action"), view),
  ].filter(Boolean);
}

function row(name, buttons, view, told = new Map()) {
  if (!buttons.length) return null;
  const shown = (one) => choice({ ...one, said: told.get(one.title) }, view, name);
  return element("div", { class: name }, ...buttons.map((one) => (one.url && call(one.title, one.url, view.base)) || shown(one)));
}

/** A button that sends its payload; its words are what the person is shown to have said, without what stands beside them. */
export function choice({ title, payload, image = null, said = null }, view, name = "choices") {
  const sign = image || (name === "actions" && ACTION_ICONS[title]);
  const button = element("button", { type: "button", "data-title": title }, sign && icon(sign), element("span", {}, title, said && element("small", {}, said)));
  button.addEventListener("click", () => view.choose(title, payload, button));
  return button;
}

function askPerson(part, view) {
  const [refuse] = (part.buttons || []).slice(-1);
  return personForm(part.form, view.base, {
    send: view.send,
    cancel: () => refuse && view.choose(refuse.title, refuse.payload, null),
  });
}
