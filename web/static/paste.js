// What is pasted from Word, Excel, LibreOffice, Google Docs or a page, as the Markdown that the chat shows.
import TurndownService from "./vendor/turndown.js";

const SAFE = /^(?:https?:\/\/|mailto:|tel:)/i;
const KEPT = "b, strong, i, em, a[href], ul, ol, li, table, h1, h2, h3, h4, h5, h6, .MsoListParagraph, [style]";
const BOLD_FROM = 600;

/** Markdown of a piece of a clipboard's HTML, or null when it has nothing that plain text would lose. */
export function toMarkdown(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  body.querySelectorAll("style, script, meta, link, title, xml, o\\:p:empty, img, svg, object").forEach((node) => node.remove());
  if (!body.querySelector(KEPT)) return null;
  plainStyles(body);
  wordLists(body);
  return tidy(service().turndown(body));
}

// Word and Google Docs say bold and italics by style; Docs wraps all it copies in a <b> that is not bold. The
// attribute is read as text: the page's own policy keeps a style from being applied, even here.
function plainStyles(body) {
  for (const node of [...body.querySelectorAll("b, strong, span, font")]) {
    const weight = styleOf(node, "font-weight");
    const bold = weight === "bold" || weight === "bolder" || Number(weight) >= BOLD_FROM;
    if (node.localName === "b" || node.localName === "strong") {
      if (weight && !bold) node.replaceWith(...node.childNodes);
      continue;
    }
    if (!node.textContent.trim()) continue;
    if (styleOf(node, "font-style") === "italic") wrapInside(node, "em");
    if (bold) wrapInside(node, "strong");
  }
}

function styleOf(node, name) {
  const said = node.getAttribute("style") ?? "";
  const rule = said.split(";").find((one) => one.split(":")[0].trim().toLowerCase() === name);
  return rule ? rule.slice(rule.indexOf(":") + 1).trim().toLowerCase() : "";
}

function wrapInside(node, name) {
  const wrapped = node.ownerDocument.createElement(name);
  wrapped.append(...node.childNodes);
  node.append(wrapped);
}

// Word writes a list as paragraphs that carry their own bullet or number: «mso-list:l0 level2 lfo1».
function wordLists(body) {
  let list = null;
  for (const node of [...body.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6, table, ul, ol")]) {
    const said = node.getAttribute("style") ?? "";
    if (node.localName !== "p" || !/mso-list:\s*(?!none)/i.test(said)) {
      if (!list?.contains(node)) list = null;
      continue;
    }
    const marks = [...node.querySelectorAll("span")].filter((one) => /mso-list:\s*Ignore/i.test(one.getAttribute("style") ?? ""));
    const mark = marks.map((one) => one.textContent).join("").trim();
    marks.forEach((one) => one.remove());
    const kind = /^[\dA-Za-z]{1,3}[.)]/.test(mark) ? "ol" : "ul";
    if (list?.localName !== kind || list !== node.previousElementSibling) {
      list = body.ownerDocument.createElement(kind);
      node.before(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...node.childNodes);
    list.append(item);
    node.remove();
  }
}

function service() {
  const made = new TurndownService({ bulletListMarker: "-", emDelimiter: "*", strongDelimiter: "**", linkStyle: "inlined", hr: "" });
  made.escape = (text) => text; // the chat reads no backslashes
  made.addRule("heading", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content) => `\n\n**${content.replaceAll("**", "").trim()}**\n\n`,
  });
  made.addRule("item", {
    filter: "li",
    replacement: (content, node) => {
      const parent = node.parentNode;
      const place = [...parent.children].indexOf(node);
      const mark = parent.localName === "ol" ? `${(Number(parent.getAttribute("start")) || 1) + place}. ` : "- ";
      return mark + content.trim().replace(/\n+/g, "\n").replace(/\n/g, "\n  ") + "\n";
    },
  });
  made.addRule("link", {
    filter: (node) => node.localName === "a",
    replacement: (content, node) => {
      const address = node.getAttribute("href") ?? "";
      const label = content.replace(/\s+/g, " ").trim();
      if (!label || !SAFE.test(address)) return content;
      const whole = /^\*\*(.+)\*\*$/.exec(label);
      const link = label === address ? address : `[${whole ? whole[1] : label}](${address.replaceAll(" ", "%20")})`;
      return whole ? `**${link}**` : link;
    },
  });
  made.addRule("table", { filter: "table", replacement: (_content, node) => table(node, made) });
  return made;
}

// The first row is the header: in Word a table seldom says which is.
function table(node, made) {
  const rows = [...node.rows]
    .map((row) => [...row.cells].flatMap((cell) => [cellText(cell, made), ...Array(Math.max(0, cell.colSpan - 1)).fill("")]))
    .filter((cells) => cells.some(Boolean));
  if (!rows.length) return "";
  const used = [...Array(Math.max(...rows.map((cells) => cells.length))).keys()].filter((at) => rows.some((cells) => cells[at]));
  const lines = rows.map((cells) => `| ${used.map((at) => cells[at] ?? "").join(" | ")} |`);
  lines.splice(1, 0, `|${" --- |".repeat(used.length)}`);
  return `\n\n${lines.join("\n")}\n\n`;
}

function cellText(cell, made) {
  return made.turndown(cell.innerHTML || " ").replace(/\s+/g, " ").replaceAll("|", "/").trim();
}

function tidy(text) {
  return text
    .replace(/\u00a0/g, " ")
    .replace(/\*\*\s*\*\*/g, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
