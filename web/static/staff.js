// The desk works without this file; with it, a leaving page asks first.
"use strict";

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
