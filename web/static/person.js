// «Parler à quelqu'un» in one form: how to be reached, a word, the consent. Nothing leaves before «Envoyer».

import { element, markdown } from "./markdown.js";

let made = 0; // forms on the page, so that each field has an id of its own

/**
 * The form. `send`: (shown, given) => a promise, the turn that carries it; `cancel`: what «Laisser faire» does;
 * `check`: ({ reach, consent }) => the sentence that says what is missing, or null.
 */
export function personForm(form, base, { send, cancel }) {
  made += 1;
  const id = (name) => `person-${made}-${name}`;
  const reach = element("input", { id: id("reach"), name: "reach", maxlength: "200", autocomplete: "email", required: true, "aria-describedby": id("error"), dir: "auto" });
  const note = element("textarea", { id: id("note"), name: "note", rows: "3", maxlength: "500", autocomplete: "off", dir: "auto" });
  const consent = element("input", { id: id("consent"), name: "consent", type: "checkbox", required: true });
  const error = element("p", { id: id("error"), class: "error", role: "alert", hidden: true });
  const no = element("button", { type: "button", class: "plain" }, "Laisser faire");
  const body = element("form", { class: "person", novalidate: true, "aria-label": "Parler à quelqu'un" },
    element("p", { class: "state" }, element("strong", {}, "Pas encore envoyé.")),
    element("p", {}, form.intro),
    element("label", { for: reach.id }, "Courriel ou téléphone"), reach,
    element("label", { for: note.id }, "Un mot pour l'équipe (facultatif)"), note,
    element("details", {}, element("summary", {}, "Ce que l'équipe recevra aussi"), ...markdown(form.story, base)),
    element("p", { class: "agree" }, consent, element("label", { for: consent.id }, form.consent)),
    form.delay ? element("p", {}, form.delay) : null,
    error,
    element("p", { class: "ends" }, element("button", { type: "submit", class: "main" }, "Envoyer"), no));
  const refuse = (sentence, field) => {
    error.textContent = sentence;
    error.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };
  body.addEventListener("input", () => {
    error.hidden = true;
    for (const field of [reach, consent]) field.removeAttribute("aria-invalid");
  });
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = reach.value.trim();
    const digits = typed.replace(/\D/g, "").length;
    if (!typed.includes("@") && digits < 10) return refuse("Écrivez un courriel complet ou un téléphone à dix chiffres.", reach);
    if (!consent.checked) return refuse("Cochez la case d'accord: sans elle, rien n'est gardé ni envoyé.", consent);
    send("Ma demande pour l'équipe", { person: { reach: typed, note: note.value.trim(), consent: true } });
  });
  no.addEventListener("click", cancel);
  return body;
}
