// The roadmap and «ma feuille»: what is ticked stays in this browser, and the page is taken along by what the
// device has. Nothing is sent. Without this script the page still reads, prints and opens mail and texts.
const TICKS = "es.coches";
const KEPT = "es.feuilles"; // the roadmaps opened here: {address, until}
const SHEET = "es.feuille"; // what was kept while talking: {doors: [{id, name, place}]}
const MOST = 400;

const read = (name, otherwise) => {
  try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
};
const write = (name, value) => {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* private window: nothing is kept */ }
};

function ticks() {
  const kept = read(TICKS, {});
  for (const box of document.querySelectorAll("[data-tick]")) {
    box.checked = kept[box.dataset.tick] === 1;
    box.addEventListener("change", () => {
      const now = read(TICKS, {});
      if (box.checked) now[box.dataset.tick] = 1; else delete now[box.dataset.tick];
      write(TICKS, Object.fromEntries(Object.entries(now).slice(-MOST)));
    });
  }
}

function takeAlong(list) {
  const said = document.querySelector("[data-said]");
  const { title, address } = list.dataset;
  const can = { print: true, share: Boolean(navigator.share), copy: Boolean(navigator.clipboard) };
  const does = {
    print: () => window.print(),
    share: () => navigator.share({ title, url: address }).catch((error) => {
      if (error.name !== "AbortError") said.textContent = `Le partage n'a pas fonctionné. Copiez ce lien: ${address}`; // given up: nothing to say
    }),
    copy: async () => {
      try {
        await navigator.clipboard.writeText(address);
        said.textContent = "Le lien est copié.";
      } catch {
        said.textContent = `Copiez ce lien: ${address}`;
      }
    },
  };
  for (const button of list.querySelectorAll("[data-do]")) {
    button.closest("li").hidden = !can[button.dataset.do];
    button.addEventListener("click", does[button.dataset.do]);
  }
}

function remember() {
  const gone = document.querySelector("[data-forget]")?.dataset.forget;
  const page = document.querySelector("[data-remember]")?.dataset;
  const today = new Date().toISOString().slice(0, 10);
  const path = (address) => new URL(address, location.href).pathname;
  const rest = read(KEPT, []).filter((one) => one.until >= today && one.path !== path(gone ?? page?.remember ?? "/"));
  if (page) rest.unshift({ path: path(page.remember), until: page.until });
  if (gone || page) write(KEPT, rest.slice(0, 3));
}

// The address of «ma feuille» names what is on it; this browser remembers it and fills it in.
function sheet(page) {
  const shown = page.dataset.sheet.split(" ").filter(Boolean);
  const kept = () => read(SHEET, {}).doors ?? [];
  const keep = (doors) => write(SHEET, { ...read(SHEET, {}), doors });
  const known = new Set(kept().map((door) => door.id));
  if (!shown.length && known.size && !new URLSearchParams(location.search).has("choix")) {
    location.replace(`${location.pathname}?${[...known].slice(0, 12).map((id) => `choix=${encodeURIComponent(id)}`).join("&")}`);
    return;
  }
  const more = page.querySelector("[data-keep]");
  if (more && shown.some((id) => !known.has(id))) {
    more.hidden = false;
    more.addEventListener("click", () => {
      const added = shown.filter((id) => !known.has(id));
      keep([...kept(), ...added.map((id) => ({ id, name: document.querySelector(`[data-tick="door:${CSS.escape(id)}"]`).parentElement.textContent.trim(), place: null }))]);
      more.hidden = true;
      page.querySelector("[data-said]").textContent = "La feuille est gardée dans ce navigateur.";
    });
  }
  for (const link of page.querySelectorAll("[data-remove]"))
    link.addEventListener("click", () => keep(kept().filter((door) => door.id !== link.dataset.remove)));
  page.querySelector("[data-empty]")?.addEventListener("click", () => keep([]));
  const list = page.querySelector("[data-roadmaps]");
  const today = new Date().toISOString().slice(0, 10);
  for (const one of read(KEPT, []).filter((row) => row.until >= today && row.path.includes("/feuille-de-route/"))) {
    const link = Object.assign(document.createElement("a"), { href: one.path, className: "second", textContent: `Feuille de route (jusqu'au ${new Date(`${one.until}T12:00`).toLocaleDateString("fr-CA", { day: "numeric", month: "long" })})` });
    list.querySelector("ul").append(Object.assign(document.createElement("li"), {}));
    list.querySelector("ul").lastChild.append(link);
    list.hidden = false;
  }
}

ticks();
document.querySelectorAll("[data-sheet]").forEach(sheet);
document.querySelectorAll(".take[data-address]").forEach(takeAlong);
remember();
