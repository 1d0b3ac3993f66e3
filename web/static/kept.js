// What stays in this browser until it is erased: the project, and the doors put on the feuille de route. Nothing
// of it goes to the server by being kept.

const memory = new Map(); // where storage is refused, it lasts as long as the page

function read(key, empty) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? memory.get(key) ?? empty;
  } catch {
    return memory.get(key) ?? empty;
  }
}

function write(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch { /* storage refused or full */ }
}

const PROJECT = "es.projet";
const SHEET = "es.feuille";
const MOST_DOORS = 30;

/** The rows of the project: [{ field, label, value, text }], as the server told them. */
export const project = {
  get rows() {
    const rows = read(PROJECT, []);
    return Array.isArray(rows) ? rows.filter((row) => row && typeof row.field === "string" && typeof row.text === "string") : [];
  },
  set rows(rows) { write(PROJECT, rows.length ? rows : null); },
};

/**
 * «Ma feuille»: `es.feuille` in localStorage is {"doors": [{"id", "name", "place"}]}, in the order in which they
 * were added. The page of the feuille de route reads it there.
 */
export const sheet = {
  get doors() {
    const { doors } = read(SHEET, {});
    return Array.isArray(doors) ? doors.filter((door) => door && typeof door.id === "string") : [];
  },
  has(id) { return this.doors.some((door) => door.id === id); },
  /** Put a door on, or take it off; whether it is on now. */
  toggle({ id, name }, place) {
    const others = this.doors.filter((door) => door.id !== id);
    const on = others.length === this.doors.length;
    if (on) others.push({ id, name, place: place || null });
    write(SHEET, others.length ? { doors: others.slice(-MOST_DOORS) } : null);
    return on;
  },
};
