// A safe subset of Markdown, built as DOM nodes: text can never become markup.

// Bold, italic, [label](address) with at most one level of parentheses in the address, bare address.
const INLINE =
  /\*\*(.+?)\*\*|\*([^\s*][^*]*?)\*|\[([^\]]+)\]\(((?:[^()\s]|\([^()\s]*\))+)\)|(https?:\/\/[^\s<>«»()]*[^\s<>«»().,;:!?])/;
const OUTSIDE = /^https?:\/\//i;
const REACH = /^(?:mailto:[^\s?]+@[^\s?]+|(?:tel|sms):\+?[\d.-]+)$/i;

/** An element with these attributes (false and null: left out; true: empty) and children (null and false: left out). */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, String(value));
  }
  node.append(...children.filter((child) => child != null && child !== false && child !== ""));
  return node;
}

/** The address that may be followed, or null: http, https, mailto, tel, sms, and paths of the assistant's own site. */
export function safeAddress(address, base) {
  if (REACH.test(address)) return address;
  if (!OUTSIDE.test(address) && !address.startsWith("/")) return null;
  try {
    // «//other.site» and «/\other.site» look like paths and are not. A path is said from where the site stands.
    const url = new URL(/^\/(?![/\\])/.test(address) ? `.${address}` : address, base);
    return OUTSIDE.test(address) || url.origin === new URL(base).origin ? url.href : null;
  } catch {
    return null;
  }
}

/** A link, or its label alone when the address is not one to follow. */
export function link(address, label, base) {
  const href = safeAddress(String(address), base);
  if (!href) return document.createTextNode(label);
  return element("a", { href, rel: "noopener", target: OUTSIDE.test(href) ? "_blank" : null }, label);
}

function inline(text, base) {
  const nodes = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    const [all, bold, italic, label, address, bare] = found;
    if (found.index) nodes.push(rest.slice(0, found.index));
    if (bold) nodes.push(element("strong", {}, ...inline(bold, base)));
    else if (italic) nodes.push(element("em", {}, ...inline(italic, base)));
    else nodes.push(link(address || bare, label || bare, base));
    rest = rest.slice(found.index + all.length);
  }
  if (rest) nodes.push(rest);
  return nodes;
}

// A table is rows between bars, of which the second is a rule: «| Salle | Prix |», «| --- | --- |».
const CELLS = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(?:\s*:?-{3,}:?\s*\|)+\s*$/;

function isTable(lines, at) {
  return CELLS.test(lines[at]) && RULE.test(lines[at + 1] ?? "");
}

function cellsOf(line) {
  return line.trim().slice(1, -1).split("|").map((cell) => cell.trim());
}

function table([head, , ...rows], base) {
  const row = (cells, name) => element("tr", {}, ...head.map((_, at) => element(name, { scope: name === "th" ? "col" : null }, ...inline(cells[at] ?? "", base))));
  const made = element("table", {}, element("thead", {}, row(head, "th")), element("tbody", {}, ...rows.map((cells) => row(cells, "td"))));
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Tableau" }, made);
}

/** The nodes of a French Markdown text; `base` is the address that same-origin paths belong to. */
export function markdown(text, base) {
  const nodes = [];
  let list = null;
  let paragraph = null;
  const lines = String(text).split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (isTable(lines, at)) {
      const rows = [];
      while (at < lines.length && CELLS.test(lines[at])) rows.push(cellsOf(lines[at++]));
      at--;
      nodes.push(table(rows, base));
      list = paragraph = null;
      continue;
    }
    const bullet = /^\s*[-*]\s+(.*)$/.exec(line);
    const number = /^\s*(\d{1,3})[.)]\s+(.*)$/.exec(line);
    if (bullet || number) {
      const kind = bullet ? "ul" : "ol";
      if (list?.localName !== kind) {
        list = element(kind, { start: number && number[1] !== "1" ? number[1] : null });
        nodes.push(list);
      }
      list.append(element("li", {}, ...inline(bullet ? bullet[1] : number[2], base)));
      paragraph = null;
    } else if (!line.trim()) {
      paragraph = null;
      // A blank line between two items does not end their list; anything else after it does.
    } else {
      list = null;
      if (paragraph) paragraph.append(element("br"));
      else nodes.push((paragraph = element("p")));
      paragraph.append(...inline(line, base));
    }
  }
  return nodes;
}

/** The same text without its marks, to be copied. */
export function plain(text) {
  return String(text)
    .replace(/\[([^\]]+)\]\(([^()\s]+)\)/g, "$1 ($2)")
    .replace(/\*\*(.+?)\*\*/g, "$1")
    .replace(/\*([^\s*][^*]*?)\*/g, "$1");
}
