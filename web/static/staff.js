// The desk works without this file; with it, a preview follows the text and a leaving page asks first.
"use strict";

const preview = document.querySelector("[data-preview]");
const editor = preview && document.getElementById(preview.dataset.preview);
if (editor) {
  let waiting = 0;
  editor.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(async () => {
      const body = new FormData();
      body.set("csrf", editor.form.elements.csrf.value);
      body.set("text", editor.value);
      const reply = await fetch("/equipe/apercu", { method: "POST", body, credentials: "same-origin" });
      if (reply.ok && !reply.redirected) preview.innerHTML = await reply.text();
    }, 400);
  });
}

const guarded = document.querySelector("form[data-guard]");
if (guarded) {
  let changed = guarded.dataset.guard === "changed";
  guarded.addEventListener("input", () => { changed = true; });
  guarded.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

const place = document.querySelector("main .error, main .done");
if (place) {
  place.tabIndex = -1;
  place.focus();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
