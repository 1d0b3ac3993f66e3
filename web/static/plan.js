// The roadmap and «ma feuille»: what is ticked stays in this browser, and the page is taken along by what the
// device has. Nothing is sent. Without this script the page still reads, prints and opens mail and texts.
const TICKS = "es.coches";
const KEPT = "es.feuilles"; // the roadmaps opened here: {address, until}
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
    share: () => navigator.share({ title, url: address }).catch(() => {}),
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

ticks();
document.querySelectorAll(".take").forEach(takeAlong);
remember();
