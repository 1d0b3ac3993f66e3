// Writing at the desk: what is pasted keeps its form, three buttons put marks, the preview is the chat's own.
import { markdown } from "./markdown.js";

const RICH = "textarea[data-rich], textarea#text";
const WAIT_MS = 150;
const SITE = new URL("..", import.meta.url).href;

/** Put a text where the cursor is; the browser can undo it. */
function insert(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

async function paste(event) {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  const plain = event.clipboardData.getData("text/plain");
  event.preventDefault();
  const area = event.currentTarget;
  const { toMarkdown } = await import("./paste.js");
  insert(area, toMarkdown(html) ?? plain);
}

const MARKS = [
  ["Gras", (text) => `**${text || "texte"}**`],
  ["Liste", (text) => (text || "élément").split("\n").map((line) => `- ${line}`).join("\n")],
  ["Lien", (text) => `[${text || "texte"}](https://)`],
];

function bar(area) {
  const row = document.createElement("div");
  row.className = "marks";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Mise en forme");  // it stands right above its own box
  for (const [name, mark] of MARKS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = name;
    button.addEventListener("click", () => insert(area, mark(area.value.slice(area.selectionStart, area.selectionEnd))));
    row.append(button);
  }
  area.before(row);
}

for (const area of document.querySelectorAll(RICH)) {
  area.addEventListener("paste", paste);
  bar(area);
}

const preview = document.querySelector("[data-preview]");
const shown = preview && document.getElementById(preview.dataset.preview);
if (shown) {
  let waiting = 0;
  const draw = () => preview.replaceChildren(...markdown(shown.value, SITE));
  shown.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(draw, WAIT_MS);
  });
  // Typed while this file was on its way, or given back by the browser: no event comes for it.
  if (shown.value !== shown.defaultValue) draw();
}
