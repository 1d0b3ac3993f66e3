// The thread as this browser keeps it, for a second tab and for whoever comes back: a day after the last answer,
// as long as the server. What somebody told of a danger is not in it, nor what a form has not sent yet: others may
// use the same device.

const KEY = "es.fil";
const KEPT_MS = 24 * 3600 * 1000;

const isOpen = (turn) => !turn.given && !turn.reply?.some((part) => part.private);

function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "null");
    return kept && typeof kept.thread === "string" && Array.isArray(kept.turns) && Array.isArray(kept.removed) ? kept : null;
  } catch {
    return null;
  }
}

function remove() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* storage refused: nothing is there */ }
}

export const shared = {
  /** Whether this browser keeps anything. */
  get works() {
    try {
      return Boolean(localStorage);
    } catch {
      return false;
    }
  },

  /** When what is kept ends, or null. */
  get until() {
    const kept = stored();
    return kept && new Date(kept.at + KEPT_MS);
  },

  /** { thread, session, turns, removed }, or null; one whose day is over is erased. */
  read() {
    const kept = stored();
    if (!kept) return null;
    if (!(Date.now() - kept.at < KEPT_MS)) {
      remove();
      return null;
    }
    const { thread, session, turns, removed } = kept;
    return { thread, session, turns, removed };
  },

  /** Keep a thread instead of the former one; whether anything of it is kept. */
  write({ thread, session, turns, removed }) {
    const open = turns.filter(isOpen).map(({ id, me, message, reply }) => ({ id, me, message, given: null, reply }));
    if (!open.length) {
      remove();
      return false;
    }
    const former = stored();
    const said = (all) => all.filter((turn) => turn.reply).length;
    const same = former?.thread === thread && said(former.turns) === said(open);
    const at = same ? former.at : Date.now(); // a question without its answer does not make it last
    try {
      localStorage.setItem(KEY, JSON.stringify({ thread, session, turns: open, removed, at }));
      return true;
    } catch {
      return false; // refused or full
    }
  },

  /** `act` is called when another tab has written or erased. */
  onChange(act) {
    addEventListener("storage", (event) => {
      if (event.key === KEY || event.key === null) act();
    });
  },
};
