// The parts of a reply as DOM nodes: text, sources, resource cards.

import { icon } from "./icons.js";
import { element, link, markdown, plain } from "./markdown.js";

const TYPES = { organization: "Organisme", fund: "Financement", training: "Formation" };
const VERDICTS = { yes: "Semble convenir", maybe: "À vérifier", no: "Ne convient pas" };
const SHOWN_REASONS = { yes: 2, maybe: 2, no: 9 }; // the others are one tap away
const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** «2025-06» in words. What has another form is given back as it is. */
export function frenchDate(iso) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso) || [];
  if (!year) return String(iso);
  const name = month && MONTHS[Number(month) - 1];
  const date = day && name ? `${day === "01" ? "1er" : Number(day)} ` : "";
  return name ? `${date}${name} ${year}` : year;
}

export function bubble(text, base) {
  return element("div", { class: "bubble" }, ...markdown(text, base));
}

const toConfirm = () => element("p", { class: "tag confirm" }, icon("clock"), "À confirmer");

function sourceList(sources, base) {
  return element("ul", { class: "sources" }, ...sources.map((source) =>
    element("li", {},
      source.url ? link(source.url, source.title, base) : source.title,
      element("span", { class: "date" }, source.as_of ? ` – ${frenchDate(source.as_of)}` : " – non datée"))));
}

/** The sources of an answer, folded. */
export function sources(answer, base) {
  const list = answer.sources || [];
  if (!list.length) return answer.to_confirm ? toConfirm() : null;
  return element("div", { class: "proof" },
    answer.to_confirm ? toConfirm() : null,
    element("details", {}, element("summary", {}, `Sources et dates (${list.length})`), sourceList(list, base)));
}

function reasonItem({ verdict, text }) {
  const known = verdict in VERDICTS ? verdict : "maybe";
  return element("li", { class: known }, icon(known), element("span", {},
    element("span", { class: "sr" }, known === "yes" ? "" : `${VERDICTS[known]}: `), text));
}

function split(reasons) {
  const left = { ...SHOWN_REASONS };
  const first = [];
  const rest = [];
  for (const reason of reasons) ((left[reason.verdict] ?? 0) > 0 && left[reason.verdict]-- ? first : rest).push(reason);
  return [first, rest];
}

function reach(contact, base) {
  const rows = [];
  const { with: provider, website, phone, email, address, note } = contact;
  const digits = phone && /^[+(]?\d[\d ().-]{8,}\d/.exec(phone)?.[0];
  if (provider) rows.push(element("li", { class: "whole" }, `Auprès de: ${provider}`));
  if (website) rows.push(element("li", {}, link(website, "Voir le site", base)));
  if (phone) {
    const rest = phone.slice(digits?.length ?? 0);
    const known = digits ? link(`tel:${digits.replace(/[^\d+]/g, "")}`, digits, base) : "";
    rows.push(element("li", {}, "Téléphone: ", known, rest));
  }
  if (email) rows.push(element("li", {}, "Courriel: ", EMAIL.test(email) ? link(`mailto:${email}`, email, base) : email));
  if (address) rows.push(element("li", {}, address));
  if (note) rows.push(element("li", { class: "whole date" }, note)); // what is doubtful in the above
  return rows.length ? element("ul", { class: "reach" }, ...rows) : null;
}

/** A resource. `number`: its place among those shown, since people say «la deuxième». */
export function card(resource, number, base) {
  const verdict = resource.eligibility in VERDICTS ? resource.eligibility : "maybe";
  const [first, rest] = split(resource.reasons || []);
  const rows = resource.details || [];
  const from = resource.sources || [];
  const more = [];
  if (rest.length) more.push(element("ul", { class: "reasons" }, ...rest.map(reasonItem)));
  if (rows.length) {
    more.push(element("dl", {}, ...rows.flatMap((row) => [element("dt", {}, row.label), element("dd", {}, row.value)])));
  }
  if (from.length) more.push(element("p", { class: "label" }, "Sources et dates"), sourceList(from, base));
  const kind = [TYPES[resource.type], resource.kind].filter(Boolean).join(" – ");
  return element("article", { class: "card" },
    kind ? element("p", { class: "kind" }, kind) : null,
    element("h3", {}, `${number}. ${resource.name}`),
    resource.summary ? element("p", {}, resource.summary) : null,
    resource.facts_line ? element("p", {}, element("strong", {}, resource.facts_line)) : null,
    element("p", { class: `tag ${verdict}` }, icon(verdict), VERDICTS[verdict]),
    resource.to_confirm ? toConfirm() : null,
    first.length ? element("ul", { class: "reasons" }, ...first.map(reasonItem)) : null,
    resource.caution ? element("p", {}, element("strong", {}, "À vérifier d'abord: "), resource.caution) : null,
    resource.first_step ? element("p", {}, element("strong", {}, "À préparer: "), resource.first_step) : null,
    reach(resource.contact || {}, base),
    more.length
      ? element("details", {}, element("summary", {}, "En savoir plus", element("span", { class: "sr" }, `: ${resource.name}`)), ...more)
      : null);
}

/** The text of a part without the lines that only announce what its cards say in full. */
export function textBeside(part) {
  const names = (part.resources || []).map((resource) => `**${resource.name}**`);
  const announced = (line) => /^\s*\d+\.\s/.test(line) && names.some((name) => line.includes(name));
  return String(part.text || "").split("\n").filter((line) => !announced(line)).join("\n").trim();
}

/** What «Copier» puts in the clipboard: the answer, or the doors, with where it all comes from. */
export function copied(part) {
  const blocks = [plain(textBeside(part))];
  for (const [index, resource] of (part.resources || []).entries()) {
    const { with: provider, website, phone, email, address, note } = resource.contact || {};
    const lines = [`${index + 1}. ${resource.name} (${VERDICTS[resource.eligibility] || VERDICTS.maybe})`];
    lines.push(...[resource.summary, resource.facts_line].filter(Boolean));
    lines.push(...(resource.reasons || []).map((reason) => `- ${reason.text}`));
    if (resource.caution) lines.push(`À vérifier d'abord: ${resource.caution}`);
    if (resource.first_step) lines.push(`À préparer: ${resource.first_step}`);
    if (provider) lines.push(`Auprès de: ${provider}`);
    lines.push(...[website, phone, email, address, note].filter(Boolean));
    if (resource.to_confirm) lines.push("À confirmer");
    blocks.push(lines.join("\n"));
  }
  const from = part.answer?.sources || [];
  const dated = (source) => [source.title, source.url, source.as_of && `(${frenchDate(source.as_of)})`].filter(Boolean).join(" ");
  if (from.length) blocks.push(["Sources:", ...from.map((source) => `- ${dated(source)}`)].join("\n"));
  return blocks.filter(Boolean).join("\n\n");
}
