// The desk works without this file; with it, a leaving page asks first.
"use strict";

const DRAFT = new URL("../equipe/brouillon", document.currentScript.src); // wherever the site stands

/** Something typed or ticked while this file was on its way: no event comes for it. */
function touched(form) {
  return [...form.elements].some((one) => {
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    return one.matches("textarea, input:not([type=hidden])") && one.value !== one.defaultValue;
  });
}

// What was typed and not sent is asked about before the page goes, be it by another form of the same page.
const guarded = document.querySelectorAll("form[data-guard]");
for (const form of guarded) {
  let changed = form.dataset.guard === "changed" || touched(form);
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// What is typed goes to the server two seconds later; where it cannot, the page says so and keeps trying.
for (const autosaved of document.querySelectorAll("form[data-autosave]")) {
  const said = autosaved.querySelector("[data-kept]");
  const beside = [...document.querySelectorAll("[data-writing]")].find((one) => one.dataset.of === autosaved.dataset.autosave);
  let waiting = 0;
  let sent = false;
  const keep = async () => {
    if (sent) return;
    const body = new FormData(autosaved);
    body.set("draft_page", autosaved.dataset.autosave);
    try {
      const reply = await fetch(DRAFT, { method: "POST", body, credentials: "same-origin" });
      if (!reply.ok || reply.redirected) throw new Error(String(reply.status));
      const told = await reply.json();
      if (!told.saved) throw new Error("too long");
      said.textContent = `Gardé sur le serveur à ${told.saved}, pas encore enregistré.`;
      beside.hidden = told.others.length === 0;
      beside.querySelector("[data-names]").textContent = told.others.join(", ");
    } catch {
      said.textContent = "Ce que vous tapez n'est pas gardé en ce moment (connexion ou session finie). Ne fermez pas la page: au moment d'enregistrer, vous pourrez vous reconnecter sans rien perdre.";
    }
  };
  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(keep, 2000);
  };
  autosaved.addEventListener("input", soon);
  if (touched(autosaved)) soon();
  autosaved.addEventListener("submit", () => { sent = true; window.clearTimeout(waiting); });
}

// What takes seconds says that it is under way.
document.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.dataset.slow) event.submitter.textContent = event.submitter.dataset.slow;
});

// In the inbox, ticking the first question of a group ticks those that resemble it.
for (const lead of document.querySelectorAll("input[data-group]")) {
  lead.addEventListener("change", () => {
    for (const one of document.querySelectorAll(`input[data-of="${lead.dataset.group}"]`)) one.checked = lead.checked;
  });
}

// All that is on the page at once, and how many are ticked; what only may be alike is left to be ticked by hand.
const batch = document.querySelector("[data-batch]");
if (batch) {
  const boxes = [...document.querySelectorAll("input[name=questions]")];
  const sure = boxes.filter((box) => box.dataset.group || box.dataset.of);
  const every = batch.querySelector("[data-every]");
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    every.textContent = ticked ? `Décocher (${ticked})` : "Tout cocher";
  };
  every.hidden = false;
  every.addEventListener("click", () => {
    const none = boxes.every((box) => !box.checked);
    for (const box of none ? sure : boxes) box.checked = none;
    count();
  });
  document.addEventListener("change", count);
  count();
}

// What cannot be undone asks first.
for (const button of document.querySelectorAll("button[data-sure]")) {
  button.addEventListener("click", (event) => { if (!window.confirm(button.dataset.sure)) event.preventDefault(); });
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
