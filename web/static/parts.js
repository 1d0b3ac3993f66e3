// The parts of a reply as DOM nodes: text, sources, resource cards.

import { element, link, markdown } from "./markdown.js";

const TYPES = { organization: "Organisme", fund: "Fonds", training: "Formation" };
const VERDICTS = { yes: ["✓", "Semble convenir"], maybe: ["?", "À vérifier"], no: ["✕", "Ne convient pas"] };

export function bubble(text, base) {
  return element("div", { class: "bubble" }, ...markdown(text, base));
}

export function sources(answer, base) {
  const rows = answer.sources.map((source) => {
    const date = source.as_of ? `, ${source.as_of}` : ", non datée";
    return element("li", {}, source.url ? link(source.url, source.title, base) : source.title, date);
  });
  return element(
    "details", {},
    element("summary", {}, `Sources et dates (${rows.length})`, answer.to_confirm ? " – à confirmer" : ""),
    element("ul", {}, ...rows),
  );
}

export function card(resource, base) {
  const [sign, words] = VERDICTS[resource.eligibility] || VERDICTS.maybe;
  const contact = resource.contact || {};
  const phone = contact.phone && /^[\d ()+-]+$/.test(contact.phone) ? contact.phone : null;
  const details = resource.details || [];
  return element(
    "article", { class: "card" },
    element("p", { class: "kind" }, TYPES[resource.type] || "", resource.kind ? ` – ${resource.kind}` : ""),
    element("h3", {}, resource.name),
    element("p", { class: `verdict ${resource.eligibility}` }, element("span", { "aria-hidden": "true" }, `${sign} `), words),
    resource.to_confirm ? element("p", { class: "confirm" }, "À confirmer") : null,
    element("ul", {}, ...(resource.reasons || []).map((reason) => element("li", {}, reason.text))),
    contact.website ? element("p", {}, link(contact.website, "Voir le site", base)) : null,
    contact.phone ? element("p", {}, "Téléphone: ", phone ? link(`tel:${phone.replace(/[^\d+]/g, "")}`, phone, base) : contact.phone) : null,
    contact.email ? element("p", {}, "Courriel: ", contact.email) : null,
    details.length
      ? element(
          "details", {},
          element("summary", {}, "En savoir plus"),
          element("dl", {}, ...details.flatMap((row) => [element("dt", {}, row.label), element("dd", {}, row.value)])),
        )
      : null,
  );
}
