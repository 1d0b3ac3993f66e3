// The parts of a reply as DOM nodes: text, sources, choices, what is copied or sent.

import { plainCard } from "./cards.js";
import { icon } from "./icons.js";
import { element, markdown, plain } from "./markdown.js";
import { frenchDate } from "./sources.js";

const MAX_SENT_CHARS = 1500; // of a text put in a link: longer ones are cut by telephones
const BRIEF_CHARS = 220;

export function bubble(text, base) {
  return element("div", { class: "bubble" }, ...markdown(text, base));
}

/** What the text says beside the title of each choice («- **title** said»), by title: it stands in the button itself. */
export function saidOfChoices(part) {
  const titles = new Set((part.buttons || []).map((one) => one.title));
  const found = String(part.text || "").matchAll(/^- \*\*(.+?)\*\* (.+)$/gm);
  return new Map([...found].filter(([, title]) => titles.has(title)).map(([, title, said]) => [title, said]));
}

/** The text of a part without the lines that only announce what its cards, or its choices, say in full. */
export function textBeside(part) {
  const names = (part.resources || []).map((resource) => `**${resource.name}**`);
  const choices = [...saidOfChoices(part).keys()].map((title) => `- **${title}** `);
  const announced = (line) =>
    (/^\s*\d+\.\s/.test(line) && names.some((name) => line.includes(name))) || choices.some((begins) => line.startsWith(begins));
  const text = String(part.text || "").split("\n").filter((line) => !announced(line)).join("\n").trim();
  return choices.length ? text.replace(/\n\n[^\n]*:$/, "") : text;  // «En peu de mots:», when the buttons say them
}

/** What «Copier» puts in the clipboard: the answer, or the resources, with where it all comes from. */
export function copied(part) {
  const blocks = [plain(textBeside(part)), ...(part.resources || []).map((resource, index) => plainCard(resource, resource.number || index + 1))];
  const from = part.answer?.sources || [];
  const dated = (source) => [source.title, source.url, source.as_of && `(${frenchDate(source.as_of)})`].filter(Boolean).join(" ");
  if (from.length) blocks.push(["Sources:", ...from.map((source) => `- ${dated(source)}`)].join("\n"));
  return blocks.filter(Boolean).join("\n\n");
}

/** What a reader hears of a reply at once: its beginning, how many resources, what is asked; all of it is read
 * where it stands. */
export function brief(parts) {
  const said = [];
  for (const part of parts) {
    const text = plain(textBeside(part)).replace(/\s+/g, " ");
    if (text) said.push(text.length > BRIEF_CHARS ? `${text.slice(0, BRIEF_CHARS).replace(/\s+\S*$/, "")}…` : text);
    const cards = (part.resources || []).length;
    if (cards) said.push(cards > 1 ? `${cards} ressources.` : "1 ressource.");
    const choices = (part.buttons || []).filter((one) => one.kind !== "feedback" && one.kind !== "action").length;
    if (choices) said.push(choices > 1 ? `${choices} choix de réponse.` : "1 choix de réponse.");
  }
  return said.join(" ");
}

/** Copy an answer, or send it to oneself with one's own means; nothing goes through the server. */
export function takeAway(part, say) {
  const copy = element("button", { type: "button", class: "tool" }, icon("copy"), element("span", {}, "Copier"), element("span", { class: "sr" }, " la réponse"));
  copy.addEventListener("click", async () => {
    const label = copy.querySelector("span");
    try {
      await navigator.clipboard.writeText(copied(part));
      label.textContent = "Copié";
      say("Réponse copiée.");
    } catch {
      label.textContent = "Copie impossible: sélectionnez le texte";
      say(label.textContent);
    }
  });
  const list = element("div", { class: "sends" });
  const send = element("details", { class: "send-me" }, element("summary", {}, "M'envoyer", element("span", { class: "sr" }, " la réponse")), list);
  send.addEventListener("toggle", () => {
    if (!send.open || list.childElementCount) return;
    const text = copied(part);
    const body = encodeURIComponent(text.length > MAX_SENT_CHARS ? `${text.slice(0, MAX_SENT_CHARS)}…` : text);
    const subject = encodeURIComponent("Assistant de l'économie sociale");
    list.append(
      element("a", { class: "way", href: `mailto:?subject=${subject}&body=${body.replaceAll("%0A", "%0D%0A")}` }, icon("mail"), "Par courriel"),
      element("a", { class: "way", href: `sms:?&body=${body}` }, icon("talk"), "Par texto"));
    if (navigator.share) {
      const share = element("button", { type: "button", class: "way" }, icon("share"), "Partager");
      share.addEventListener("click", () => navigator.share({ text }).catch((error) => {
        if (error.name === "AbortError") return; // given up: nothing to say
        note.textContent = "Le partage n'a pas fonctionné: prenez le courriel ou le texto, ou copiez la réponse.";
        say(note.textContent);
      }));
      list.append(share);
    }
    const note = element("p", { class: "date" }, "Votre propre messagerie s'ouvre avec le texte; rien ne passe par nous.");
    list.append(note);
  });
  return [copy, send];
}
