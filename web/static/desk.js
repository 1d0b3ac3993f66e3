// The referral aid works without this file; with it, results follow what is typed and nothing reloads.
"use strict";

const SEARCH = new URL("../ressources", document.currentScript.src).pathname; // wherever the site stands
const TYPING_MS = 180;
const EMPTY_STANDS_MS = 3000; // a search that stays without a result this long was meant

const form = document.getElementById("recherche");
const results = document.getElementById("resultats");
const announce = document.getElementById("annonce");

function query() {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) values.append(name, value);
  return values;
}

function label(element, count) {
  element.textContent = `${element.dataset.label} (${count})`;
}

function showCounts(counts) {
  for (const select of form.querySelectorAll("select[data-facet]"))
    for (const option of select.options) if (option.value) label(option, counts[select.dataset.facet][option.value] ?? 0);
  for (const span of form.querySelectorAll("span[data-facet]")) label(span, counts[span.dataset.facet][span.dataset.value] ?? 0);
}

function showPicked() {
  const picked = results.querySelector("[data-picked]");
  if (!picked) return;
  const count = results.querySelectorAll("input[name=choix]:checked").length;
  picked.hidden = count === 0;
  picked.textContent = count > 1 ? `${count} choisies` : "1 choisie";
}

// The results on the page are those of other words: they go, and what to do is said.
function showFailure() {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.textContent = "La recherche n'a pas pu se faire. Réessayez dans un instant.";
  results.replaceChildren(notice);
  announce.textContent = notice.textContent;
  delete results.dataset.done;
}

function readyCopies(root) {
  for (const button of root.querySelectorAll("[data-copy], [data-copy-from], [data-print]")) button.hidden = false;
}

if (form && results) {
  let waiting = 0;
  let standing = 0;
  let running = null;
  const search = async () => {
    window.clearTimeout(standing);
    if (running) running.abort();
    running = new AbortController();
    const values = query();
    const address = values.toString() ? `${SEARCH}?${values}` : SEARCH;
    values.append("partie", "resultats");
    try {
      const reply = await fetch(`${SEARCH}?${values}`, { signal: running.signal });
      if (!reply.ok) { showFailure(); return; }
      results.innerHTML = await reply.text();
    } catch (error) {
      if (error.name !== "AbortError") showFailure(); // the connection is cut
      return;
    }
    history.replaceState(null, "", address);
    const found = results.querySelector("#contenu-resultats");
    showCounts(JSON.parse(found.dataset.counts));
    showPicked();
    readyCopies(results);
    announce.textContent = results.querySelector(".total").textContent;
    results.dataset.done = address;
    if (found.dataset.empty)
      standing = window.setTimeout(() => fetch(found.dataset.empty, { method: "POST" }), EMPTY_STANDS_MS);
  };
  const soon = (event) => {
    if (event.target.name === "choix") { showPicked(); return; }
    window.clearTimeout(waiting);
    waiting = window.setTimeout(search, event.type === "input" ? TYPING_MS : 0);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    event.preventDefault();
    window.clearTimeout(waiting);
    search();
  });
  results.addEventListener("change", showPicked);
  showPicked();
}

async function copy(button, text) {
  const said = button.textContent;
  await navigator.clipboard.writeText(text);
  button.textContent = "Copié";
  window.setTimeout(() => { button.textContent = said; }, 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.hasAttribute("data-copy")) {
    const source = button.closest("details");
    copy(button, `${source.querySelector("summary").innerText}\n\n${source.querySelector("[data-copy-source]").innerText}`);
  } else if (button.dataset.copyFrom) copy(button, document.getElementById(button.dataset.copyFrom).value);
  else if (button.hasAttribute("data-print")) window.print();
});

document.addEventListener("submit", async (event) => {
  const sheet = event.target.closest("form[data-sheet]");
  if (!sheet || sheet.dataset.plain) return;
  event.preventDefault();
  const action = event.submitter ? event.submitter.value : "apercu";
  const body = new URLSearchParams(new FormData(sheet));
  body.append("action", action);
  // A field is called «action»: the form's own address is its attribute.
  const reply = await fetch(sheet.getAttribute("action"), { method: "POST", body });
  if (!reply.ok) {
    sheet.dataset.plain = "yes"; // the server's own page says what is wrong
    sheet.requestSubmit(event.submitter);
    return;
  }
  if (reply.redirected) { // kept in the space, or it must be entered first: another page
    window.location.assign(reply.url);
    return;
  }
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  document.getElementById("fiche").replaceWith(page.getElementById("fiche"));
  readyCopies(document);
  const again = [...document.querySelectorAll("button[name=action]")].find((button) => button.value === action);
  (document.querySelector("#fiche .notice") || again || document.querySelector("#fiche")).focus?.();
});

readyCopies(document);
