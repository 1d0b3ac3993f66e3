// The thread of a conversation: sent to the server, never lost. This tab keeps it, and this browser for a day
// (`browser.js`): a second tab, or whoever comes back after the phone has closed the page, finds it.

import { shared } from "./browser.js";

const KEY = "es-assistant";
const TIMEOUT_MS = 15000; // the server answers within 5 seconds, one way or the other
const UNDO_MS = 10000; // in which an erased thread can be taken back
const EMPTY = { session: null, common: null, turns: [], removed: [], open: null, draft: "" };

/** A name for a message: sent again under it, the server does not act on it twice. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What went wrong with a message. `sentence`: what the server said of it, for a person. */
export class NotDelivered extends Error {
  constructor(sentence, { offline = false, refused = false, again = 0 } = {}) {
    super(sentence || "not delivered");
    this.sentence = sentence;
    this.offline = offline;
    this.refused = refused; // sending the same message again would not help
    this.again = again; // seconds after which the server asks to send it again; 0 when it does not
  }
}

/**
 * `turns`: [{ id, me, message, given, reply }]. `me`: what the person sees of their message; `message`: what is
 * sent (a button's payload is not its title); `given`: fields or a form sent with it, forgotten once it is
 * answered; `reply`: the messages of the answer, or null while there is none. A turn of which a part is `private`
 * (a danger that somebody told) stays in its tab, and so does the `session` that came with it, by which the server
 * knows of it: other tabs are given the last one without, `common`.
 */
export class Thread {
  /** `onOthers`: called when another tab has gone on with the thread, or (`true`) has begun another one. */
  constructor(base, onOthers) {
    this.base = base;
    this.erased = null; // the thread just erased, while it can be taken back
    this.elsewhere = new Set(); // the turns that another tab has underway
    this.found = false; // whether the thread is of another tab, or of a former visit
    this.state = this.#read();
    const follow = () => {
      const { name } = this;
      if (this.#follow()) onOthers(this.name !== name);
    };
    shared.onChange(follow);
    addEventListener("pageshow", (event) => event.persisted && follow());
  }

  /** Until when this browser keeps the thread, when it does. */
  get keptUntil() { return shared.until; }

  /** The thread's own name: another one once it was erased. */
  get name() { return this.state.thread; }

  get turns() { return this.state.turns; }

  get open() { return this.state.open; }

  set open(value) {
    this.state.open = value;
    this.#write();
  }

  get draft() { return this.state.draft; }

  set draft(value) {
    if (this.state.draft === value) return;
    this.state.draft = value;
    this.#write();
  }

  add(me, message, given = null) {
    const turn = { id: newId(), me, message, given, reply: null };
    this.state.turns.push(turn);
    this.#write();
    return turn;
  }

  remove(turn) {
    this.state.turns = this.state.turns.filter((other) => other !== turn);
    this.state.removed.push(turn.id);
    this.#write();
  }

  /** Send a turn; its reply is kept in it. Raises `NotDelivered`; the turn stays, to be sent again. */
  async deliver(turn) {
    const state = this.state; // if the thread is erased meanwhile, the late reply goes nowhere
    turn.id ??= newId(); // a thread kept by a former version
    let { response, body } = await this.#post(turn, turn.message, state.session);
    if (body.error?.code === "invalid_session") {
      // The conversation is over for the server: the message goes on in a new one. Buttons of the old one
      // mean nothing there, but their words do.
      ({ response, body } = await this.#post(turn, turn.me, null));
    }
    if (!response.ok || !Array.isArray(body.messages)) {
      throw new NotDelivered(body.error?.message, {
        refused: [413, 422].includes(response.status),
        again: response.status === 503 ? Number(response.headers.get("Retry-After")) || 0 : 0,
      });
    }
    state.session = body.session;
    if (!body.messages.some((part) => part.private)) state.common = body.session;
    turn.reply = body.messages;
    turn.given = null;
    if (state !== this.state) return turn.reply;
    // Of what the server was asked to erase, nothing more is shown here either.
    if (body.erased) this.state = { ...this.#fresh(), open: state.open, session: state.session, common: state.common, turns: [turn] };
    this.#write();
    return turn.reply;
  }

  /** Forget everything here, and on the server once it can no longer be taken back. */
  erase() {
    this.settle();
    const former = this.state;
    this.state = { ...this.#fresh(), open: former.open };
    this.#write();
    const settle = () => {
      clearTimeout(timer);
      removeEventListener("pagehide", settle);
      this.erased = null;
      if (former.session) this.#forget(former.session).catch(() => {}); // erased there within a day in any case
    };
    const timer = setTimeout(settle, UNDO_MS);
    addEventListener("pagehide", settle); // nobody is there to take it back
    const undo = () => {
      clearTimeout(timer);
      removeEventListener("pagehide", settle);
      this.erased = null;
      this.state = former;
      this.#write();
    };
    this.erased = { settle, undo };
  }

  /** Take back what was just erased; whether it still could be. */
  undo() {
    const could = Boolean(this.erased);
    this.erased?.undo();
    return could;
  }

  /** What was erased is so for good. */
  settle() {
    this.erased?.settle();
  }

  #forget(session) {
    return fetch(`${this.base}api/forget`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ session }),
      credentials: "omit",
      keepalive: true, // the page may be left at once
    });
  }

  async #post({ id, given }, message, session) {
    // Not `AbortSignal.timeout`: phones that stopped at iOS 15 do not have it.
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(`${this.base}api/chat`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message, session, id, ...given }),
        signal: stop.signal,
        credentials: "omit",
      });
      return { response, body: await response.json().catch(() => ({})) };
    } catch {
      throw new NotDelivered(null, { offline: !navigator.onLine });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The thread of this tab, with what other tabs have said since; otherwise the one that the browser keeps. */
  #read() {
    let own = null;
    try {
      own = JSON.parse(sessionStorage.getItem(KEY) || "null");
    } catch { /* storage refused, or not ours */ }
    const state = Array.isArray(own?.turns) && own.thread ? { ...this.#fresh(), ...own } : this.#fresh();
    const kept = shared.read();
    if (kept) {
      this.found = kept.thread !== state.thread;
      return this.#with(state, kept);
    }
    // It was erased in another tab, or its day is over.
    return state.shared && shared.works ? { ...this.#fresh(), open: state.open } : state;
  }

  #fresh() {
    return { ...EMPTY, turns: [], removed: [], thread: newId(), shared: false };
  }

  /** A state with what the browser keeps: turn by turn when it is the same thread, instead of it otherwise. */
  #with(state, kept) {
    if (kept.thread !== state.thread) return { ...state, ...kept, common: kept.session, shared: true };
    const removed = [...new Set([...state.removed, ...kept.removed])];
    const own = new Map(state.turns.map((turn) => [turn.id, turn]));
    for (const turn of kept.turns) {
      const mine = own.get(turn.id);
      if (mine) mine.reply ??= turn.reply;
      else own.set(turn.id, turn);
    }
    const turns = [...own.values()].filter((turn) => !removed.includes(turn.id));
    // Its own session while no other tab has gone on.
    const session = kept.session && kept.session !== state.common ? kept.session : state.session;
    return { ...state, removed, turns, session, common: kept.session ?? state.common, shared: true };
  }

  /** Take over what another tab has done; whether there is anything to show. */
  #follow() {
    const kept = shared.read();
    if (!kept && !this.state.shared) return false;
    const said = (state) => JSON.stringify(state.turns.map(({ id, reply }) => [id, Boolean(reply)]));
    const before = said(this.state);
    if (kept) {
      const known = new Set(this.state.turns.map(({ id }) => id));
      for (const turn of kept.turns) if (!turn.reply && !known.has(turn.id)) this.elsewhere.add(turn.id);
      // The same object while it is the same thread: an answer on its way finds its turn.
      if (kept.thread === this.state.thread) Object.assign(this.state, this.#with(this.state, kept));
      else this.state = this.#with(this.state, kept);
    } else {
      this.state = { ...this.#fresh(), open: this.state.open, draft: this.state.draft };
    }
    this.#keep();
    return said(this.state) !== before;
  }

  #write() {
    this.state.shared = shared.write({ ...this.state, session: this.state.common });
    this.#keep();
  }

  #keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.state));
    } catch { /* storage refused or full: the thread lives as long as the page */ }
  }
}
