// A safe subset of Markdown, built as DOM nodes: text can never become markup.

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|\[([^\]]+)\]\(([^)\s]+)\)/;
const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:|\/(?!\/))/i;

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, String(value));
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}

export function link(address, label, base) {
  if (!SAFE_LINK.test(address)) return document.createTextNode(label);
  const outside = /^https?:/i.test(address);
  const href = address.startsWith("/") ? new URL(address, base).href : address;
  return element("a", { href, rel: "noopener", target: outside || address.startsWith("/") ? "_blank" : null }, label);
}

function inline(text, base) {
  const nodes = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    if (found.index) nodes.push(rest.slice(0, found.index));
    if (found[1]) nodes.push(element("strong", {}, ...inline(found[1], base)));
    else if (found[2]) nodes.push(element("em", {}, ...inline(found[2], base)));
    else nodes.push(link(found[4], found[3], base));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) nodes.push(rest);
  return nodes;
}

/** The nodes of a French Markdown text; `base` is the address that same-origin paths belong to. */
export function markdown(text, base) {
  const nodes = [];
  let list = null;
  let paragraph = null;
  for (const line of text.split("\n")) {
    const bullet = /^\s*[-*]\s+(.*)$/.exec(line);
    const number = /^\s*\d+[.)]\s+(.*)$/.exec(line);
    if (bullet || number) {
      const kind = bullet ? "UL" : "OL";
      if (!list || list.tagName !== kind) nodes.push((list = element(kind.toLowerCase())));
      list.append(element("li", {}, ...inline((bullet || number)[1], base)));
      paragraph = null;
    } else if (!line.trim()) {
      paragraph = list = null;
    } else {
      list = null;
      if (paragraph) paragraph.append(element("br"));
      else nodes.push((paragraph = element("p")));
      paragraph.append(...inline(line, base));
    }
  }
  return nodes;
}
