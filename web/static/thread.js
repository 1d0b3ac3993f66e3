// The thread of a conversation: kept in the tab, sent to the server, never lost.

const KEY = "es-assistant";
const TIMEOUT_MS = 15000; // the server answers within 5 seconds, one way or the other
const UNDO_MS = 10000; // in which an erased thread can be taken back
const EMPTY = { session: null, turns: [], open: null, draft: "" };

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
 * answered; `reply`: the messages of the answer, or null while there is none.
 */
export class Thread {
  constructor(base, onParted) {
    this.base = base;
    this.erased = null; // the thread just erased, while it can be taken back
    this.state = this.#read();
    this.#partFromCopies(onParted);
  }

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
    turn.reply = body.messages;
    turn.given = null;
    if (state === this.state) this.#write();
    return turn.reply;
  }

  /** Forget everything here, and on the server once it can no longer be taken back. */
  erase() {
    this.settle();
    const former = this.state;
    this.state = { ...EMPTY, tab: former.tab, turns: [], open: former.open };
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

  #read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) || "{}");
      if (Array.isArray(kept.turns) && kept.tab) return { ...EMPTY, ...kept };
    } catch { /* storage refused, or not ours: a new thread */ }
    return this.#fresh();
  }

  #fresh() {
    return { ...EMPTY, turns: [], tab: String(crypto.getRandomValues(new Uint32Array(2))) };
  }

  #write() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.state));
    } catch { /* storage refused or full: the thread lives as long as the page */ }
  }

  // A duplicated tab starts with a copy of the storage. It asks whether its thread is already open elsewhere;
  // the older page says so, and the younger starts a thread of its own: two tabs never mix. The channel is
  // closed while the page is left, so that the browser may still keep the host page for «back».
  #partFromCopies(onParted) {
    if (typeof BroadcastChannel === "undefined") return;
    const since = performance.timeOrigin;
    let channel = null;
    const listen = () => {
      try {
        channel = new BroadcastChannel(KEY);
      } catch {
        return; // a page without an origin
      }
      channel.onmessage = ({ data }) => {
        if (data?.tab !== this.state.tab) return;
        if (data.asks) {
          if (since < data.since) channel.postMessage({ tab: data.tab, taken: data.since });
        } else if (data.taken === since) {
          this.state = this.#fresh();
          this.#write();
          onParted();
        }
      };
      channel.postMessage({ tab: this.state.tab, asks: true, since });
    };
    addEventListener("pagehide", () => channel?.close());
    addEventListener("pageshow", (event) => event.persisted && listen());
    listen();
  }
}
