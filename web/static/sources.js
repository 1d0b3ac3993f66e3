// Where what is said comes from, and of when it is.

import { icon } from "./icons.js";
import { element, link } from "./markdown.js";

const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");

/** «2025-06» in words. What has another form is given back as it is. */
export function frenchDate(iso) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso) || [];
  if (!year) return String(iso);
  const name = month && MONTHS[Number(month) - 1];
  const date = day && name ? `${day === "01" ? "1er" : Number(day)} ` : "";
  return name ? `${date}${name} ${year}` : year;
}

export function sourceList(sources, base) {
  return element("ul", { class: "sources" }, ...sources.map((source) =>
    element("li", {},
      source.url ? link(source.url, source.title, base) : source.title,
      element("span", { class: "date" }, source.as_of ? ` – ${frenchDate(source.as_of)}` : " – non datée"))));
}

/** The sources of an answer, folded, with whether it is to be checked. */
export function sources(answer, base) {
  const list = answer.sources || [];
  const doubt = answer.to_confirm ? element("p", { class: "tag maybe" }, icon("maybe"), "À vérifier") : null;
  if (!list.length) return doubt;
  return element("div", { class: "proof" }, doubt,
    element("details", {}, element("summary", {}, `Sources et dates (${list.length})`), sourceList(list, base)));
}
