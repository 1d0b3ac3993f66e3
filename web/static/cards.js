// A resource in five lines: its name, what it is for, how much and until when, what to check, how to reach it.
// All the rest is one tap away.

import { icon } from "./icons.js";
import { element, link, safeAddress } from "./markdown.js";
import { frenchDate, sourceList } from "./sources.js";

const TYPES = { organization: "Organisme", fund: "Financement", training: "Formation", activity: "Activité" };
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const LONGEST_CAUTION = 180; // a longer one is cut at a sentence; all of it is among the details

/** The reasons for a resource that are its own, given those that all the cards beside it share. */
const own = (resource, shared) => (resource.reasons || []).filter((reason) => !shared.includes(reason.text));

/** What speaks for every resource of a list, said once above it: texts. None for a list of one. */
export function sharedReasons(resources) {
  if (resources.length < 2) return [];
  const [first, ...others] = resources.map((resource) =>
    (resource.reasons || []).filter((reason) => reason.verdict === "yes").map((reason) => reason.text));
  return first.filter((text) => others.every((texts) => texts.includes(text)));
}

/** The one thing to say against it, or to check first; null when there is none. */
export function cautionOf(resource) {
  const against = (resource.reasons || []).find((reason) => reason.verdict === "no");
  if (resource.eligibility === "no" || against) return { word: "Ne convient pas", text: against?.text || "" };
  if (resource.caution) return { word: "À vérifier", text: resource.caution };
  const doubtful = (resource.reasons || []).find((reason) => reason.verdict === "maybe");
  if (doubtful) return { word: "À vérifier", text: doubtful.text.replace(/\s*:?\s*à vérifier(?= auprès|\.?$)/, (all) => (all.endsWith(".") ? "." : "")) };
  if (resource.to_confirm) return { word: "À vérifier", text: "nos renseignements ne sont pas récents ou restent à confirmer." };
  return null;
}

function short(text) {
  if (text.length <= LONGEST_CAUTION) return text;
  const end = text.slice(0, LONGEST_CAUTION).lastIndexOf(". ");
  return end > 40 ? text.slice(0, end + 1) : `${text.slice(0, LONGEST_CAUTION).replace(/\s+\S*$/, "")}…`;
}

const host = (address) => {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return null;
  }
};

/** A way to act, as a link whose name says whose it is. */
function way(name, title, shown, href, whose, base) {
  const safe = safeAddress(href, base);
  if (!safe) return null;
  const outside = /^https?:/i.test(safe);
  return element("a", { class: "way", href: safe, rel: "noopener", target: outside ? "_blank" : null },
    icon(name), element("span", {}, title, shown ? " " : null, shown && element("span", { class: "shown" }, shown),
      element("span", { class: "sr" }, `, ${whose}`)));
}

function ways(resource, base) {
  const { website, phone, email } = resource.contact || {};
  const digits = phone && /^[+(]?\d[\d ().-]{8,}\d/.exec(phone)?.[0];
  return [
    digits && way("phone", "Appeler", digits, `tel:${digits.replace(/[^\d+]/g, "")}`, resource.name, base),
    email && EMAIL.test(email) && way("mail", "Écrire", null, `mailto:${email}`, resource.name, base),
    resource.follow && way("send", "Se faire rappeler", "avec suivi", resource.follow, resource.name, base),
    website && host(website) && way("globe", "Site", host(website), website, resource.name, base),
  ].filter(Boolean);
}

function adder(resource, place, keeping) {
  const label = element("span", {});
  const button = element("button", { type: "button", class: "way add" }, icon("plus"), label, element("span", { class: "sr" }, `, ${resource.name}`));
  const show = (on) => {
    label.textContent = on ? "Dans ma feuille" : "Ajouter à ma feuille";
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("svg").replaceWith(icon(on ? "yes" : "plus"));
  };
  show(keeping.sheet.has(resource.id));
  button.addEventListener("click", () => {
    const on = keeping.sheet.toggle(resource, place());
    show(on);
    keeping.changed(on, resource.name);
  });
  return button;
}

function reasonItem({ verdict, text }) {
  const known = ["yes", "maybe", "no"].includes(verdict) ? verdict : "maybe";
  const said = { yes: "", maybe: "À vérifier: ", no: "Ne convient pas: " }[known];
  return element("li", { class: known }, icon(known), element("span", {}, element("span", { class: "sr" }, said), text));
}

function details(resource, shared, caution, base) {
  const { with: provider, address, note, phone, email } = resource.contact || {};
  const reasons = own(resource, shared);
  const kind = [TYPES[resource.type], resource.kind].filter(Boolean).join(" – ");
  const rows = [
    kind && { label: "Ce que c'est", value: kind },
    provider && { label: "Auprès de", value: provider },
    resource.first_step && { label: "À préparer", value: resource.first_step },
    ...(resource.details || []),
    phone && { label: "Téléphone", value: phone },
    email && { label: "Courriel", value: email },
    address && { label: "Adresse", value: address },
    note && { label: "Coordonnées", value: note },
    caution?.text.length > LONGEST_CAUTION && { label: caution.word, value: caution.text },
  ].filter(Boolean);
  const from = resource.sources || [];
  return element("details", {},
    element("summary", {}, "En savoir plus", element("span", { class: "sr" }, `: ${resource.name}`)),
    reasons.length ? element("p", { class: "label" }, "Pourquoi") : null,
    reasons.length ? element("ul", { class: "reasons" }, ...reasons.map(reasonItem)) : null,
    element("dl", {}, ...rows.flatMap((row) => [element("dt", {}, row.label), element("dd", {}, row.value)])),
    from.length ? element("p", { class: "label" }, "Sources et dates") : null,
    from.length ? sourceList(from, base) : null);
}

/**
 * A resource. `number`: its place in all that was shown, since people say «la deuxième»; `shared`: what is said
 * above the list; `place`: gives the project's place; `keeping`: { sheet, changed }; `folded`: only its name and
 * what it is for until it is opened, so that a phone does not scroll past five whole cards.
 */
export function card(resource, { number, shared, base, place, keeping, folded = false }) {
  const caution = cautionOf(resource);
  const reach = ways(resource, base);
  const { phone, email, note, address } = resource.contact || {};
  const doubt = (phone || email) && note ? note : null;
  const name = element("h4", {}, `${number}. ${resource.name}`);
  const what = resource.summary ? element("p", { class: "what" }, resource.summary) : null;
  const rest = [
    factsLine(resource.facts_line),
    caution ? element("p", { class: `caution ${resource.eligibility === "no" ? "no" : "maybe"}` }, icon(resource.eligibility === "no" ? "no" : "maybe"),
      element("span", {}, element("strong", {}, caution.word), caution.text ? `: ${short(caution.text)}` : ".")) : null,
    reach.length ? null : element("p", { class: "date" }, address || "Nos sources ne donnent ni téléphone, ni courriel, ni site. Demandez au Pôle comment joindre cette ressource."),
    element("div", { class: "ways" }, ...reach, adder(resource, place, keeping)),
    doubt ? element("p", { class: "date" }, doubt) : null,
    details(resource, shared, caution, base),
  ];
  if (!folded) return element("article", { class: "card" }, name, what, ...rest);
  return element("article", { class: "card" }, element("details", { class: "fold" }, element("summary", {}, name, what), ...rest));
}

/** The amount stands out, what goes with it follows. */
function factsLine(text) {
  if (!text) return null;
  const [first, ...rest] = text.split(" · ");
  return element("p", { class: "facts" }, element("strong", {}, first), rest.length ? ` · ${rest.join(" · ")}` : null);
}

/** A resource in plain text, to be copied or sent. */
export function plainCard(resource, number) {
  const { with: provider, website, phone, email, address, note } = resource.contact || {};
  const caution = cautionOf(resource);
  return [
    `${number}. ${resource.name}`,
    resource.summary,
    resource.facts_line,
    caution && `${caution.word}: ${caution.text}`,
    resource.first_step && `À préparer: ${resource.first_step}`,
    provider && `Auprès de: ${provider}`,
    phone, email, website, address, note,
    resource.as_of && `Vrai en date de: ${frenchDate(resource.as_of)}`,
  ].filter(Boolean).join("\n");
}
