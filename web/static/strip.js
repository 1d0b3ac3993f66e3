// «Mon projet»: what was understood of the project, above the thread, each field put right in one tap.

import { icon } from "./icons.js";
import { project, sheet } from "./kept.js";
import { element } from "./markdown.js";

const KEPT = "Gardé dans ce navigateur jusqu'à ce que vous l'effaciez; le serveur, lui, oublie la conversation en 24 heures au plus.";
const FORGET_ALL = ["place", "stage", "legal_form", "need", "amount", "money", "age"];

/**
 * The strip. `send`: (shown, given) sends a turn; `known`: whether the conversation underway knows the project;
 * `say`: says a sentence to a reader.
 */
export class Strip {
  constructor(base, { send, say }) {
    this.base = base;
    this.send = send;
    this.say = say;
    this.known = false;
    this.editing = null;
    this.list = element("ul", { class: "fields" });
    this.toggler = element("button", { type: "button", class: "mine", "aria-expanded": "false" }, "Mon projet", icon("down"));
    this.editor = element("div", { class: "editor", hidden: true });
    this.sheetLink = element("a", { class: "sheet", target: "_blank", rel: "noopener", hidden: true });
    this.node = element("section", { class: "project", "aria-label": "Mon projet", hidden: true },
      element("div", { class: "row" }, this.toggler, this.list, this.sheetLink), this.editor);
    this.toggler.addEventListener("click", () => (this.editing === "" ? this.close() : this.open("", this.about())));
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.editing !== null) { event.stopPropagation(); this.close(true); }
    });
  }

  /** What the conversation says of the project now. */
  learn(rows) {
    this.known = rows.length > 0;
    project.rows = rows;
    this.show();
  }

  /** What is kept of a former conversation is shown, and said to be so. */
  recall() {
    this.known = false;
    this.show();
  }

  /** «Ma feuille» and how many doors are on it. Its address names them: it opens as well from another site. */
  count() {
    const { doors } = sheet;
    const named = new URLSearchParams(doors.map(({ id }) => ["choix", id]));
    this.sheetLink.href = `${this.base}ma-feuille?${named}`;
    this.sheetLink.replaceChildren(icon("sheet"), element("span", {}, `Ma feuille (${doors.length})`));
    this.sheetLink.hidden = !doors.length;
    this.node.hidden = !doors.length && !project.rows.length;
    this.toggler.hidden = !project.rows.length;
  }

  show() {
    const rows = project.rows;
    this.close();
    this.count();
    this.node.classList.toggle("kept", !this.known);
    const chip = ({ field, label, text }) => {
      const button = element("button", { type: "button", class: text ? "field" : "field unknown", "data-field": field },
        element("span", { class: "label" }, text ? `${label} ` : `${label}?`), text ? element("span", {}, text) : null, element("span", { class: "sr" }, text ? ", changer" : " à préciser"));
      button.addEventListener("click", () => (this.editing === field ? this.close() : this.edit(field)));
      return element("li", {}, button);
    };
    const missing = [["place", "Lieu"], ["stage", "Étape"], ["legal_form", "Forme"], ["need", "Besoin"], ["amount", "Montant"], ["age", "Âge"]]
      .filter(([field]) => !rows.some((row) => row.field === field)).map(([field, label]) => ({ field, label }));
    this.list.replaceChildren(...rows.map(chip), ...(this.known ? missing.map(chip) : []));
    if (!this.known && rows.length) this.list.prepend(element("li", {}, this.button("Reprendre", "resume", () => this.resume())));
  }

  button(title, kind, act) {
    const button = element("button", { type: "button", class: kind }, title);
    button.addEventListener("click", act);
    return button;
  }

  open(editing, ...nodes) {
    this.editing = editing;
    this.editor.replaceChildren(...nodes);
    this.editor.hidden = false;
    this.toggler.setAttribute("aria-expanded", String(editing === ""));
    (this.editor.querySelector("button, input") || this.toggler).focus();
  }

  close(back = false) {
    const from = this.editing;
    this.editing = null;
    this.editor.hidden = true;
    this.toggler.setAttribute("aria-expanded", "false");
    if (back) (this.list.querySelector(`[data-field="${from}"]`) || this.toggler).focus();
  }

  about() {
    return element("div", {},
      element("p", {}, this.known ? "Ce que j'ai compris. Touchez un élément pour le changer. " : "Ce que vous aviez dit la dernière fois. ", KEPT),
      element("p", { class: "choices" },
        this.known ? null : this.button("Reprendre ce projet", "", () => this.resume()),
        this.button("Effacer mon projet", "", () => this.forget())));
  }

  async edit(field) {
    if (!this.known) return this.open("", this.about());
    const fields = await this.fields();
    const found = fields.find((one) => one.field === field);
    if (!found) {
      this.say("Les choix n'ont pas pu être chargés. Dites-le plutôt dans la conversation.");
      return this.open(field, element("p", {}, this.failed));
    }
    const row = project.rows.find((one) => one.field === field);
    const choices = found.choices.map(({ value, text }) =>
      this.button(text, row?.value === value ? "chosen" : "", () => this.put(field, `${found.label}: ${text}`, value)));
    if (row) choices.push(this.button("Je ne sais pas", "quiet", () => this.put(field, `${found.label}: je ne sais pas`, "")));
    const nodes = choices.length && found.hint ? [element("p", { class: "label" }, "Ou:")] : [element("p", { class: "label" }, found.label)];
    if (choices.length) nodes.push(element("p", { class: "choices" }, ...choices));
    if (found.hint) nodes.unshift(this.typed(found));
    return this.open(field, ...nodes);
  }

  typed({ field, label, hint }) {
    const numeric = field !== "place";
    const box = element("input", { id: `project-${field}`, maxlength: "60", autocomplete: "off", inputmode: numeric ? "numeric" : null, dir: "auto" });
    const form = element("form", { class: "typed" }, element("label", { for: box.id }, hint), box, element("button", { type: "submit" }, "Changer"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (box.value.trim()) this.put(field, `${label}: ${box.value.trim()}`, box.value.trim());
    });
    return form;
  }

  put(field, shown, value) {
    this.close();
    this.send(shown, { project: { [field]: value } });
  }

  resume() {
    const given = Object.fromEntries(project.rows.map(({ field, value }) => [field, String(value)]));
    this.close();
    this.send("Je reprends mon projet", { project: given });
  }

  forget() {
    const told = this.known;
    project.rows = [];
    this.known = false;
    this.show();
    this.say("Votre projet est effacé de ce navigateur.");
    if (told) this.send("Effacer mon projet", { project: Object.fromEntries(FORGET_ALL.map((field) => [field, ""])) });
  }

  async fields() {
    if (this.loaded) return this.loaded;
    try {
      const reply = await fetch(`${this.base}api/project`, { credentials: "omit" });
      if (reply.ok) this.loaded = (await reply.json()).fields;
    } catch { /* offline: said by who asks */ }
    return this.loaded || [];
  }

  get failed() { return "Les choix n'ont pas pu être chargés. Réessayez, ou dites-le dans la conversation."; }
}
