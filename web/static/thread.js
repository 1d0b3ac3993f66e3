// The thread of a conversation: kept in the tab, sent to the server, never lost.

const KEY = "es-assistant";
const TIMEOUT_MS = 15000; // the server answers within 5 seconds, one way or the other
const EMPTY = { session: null, turns: [], open: null };

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
 * `turns`: [{ me, message, reply }]. `me`: what the person sees of their message; `message`: what is sent
 * (a button's payload is not its title); `reply`: the messages of the answer, or null while there is none.
 */
export class Thread {
  constructor(base, onParted) {
    this.base = base;
    this.state = this.#read();
    this.#partFromCopies(onParted);
  }

  get turns() { return this.state.turns; }

  get open() { return this.state.open; }

  set open(value) {
    this.state.open = value;
    this.#write();
  }

  add(me, message) {
    const turn = { me, message, reply: null };
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
    let { response, body } = await this.#post(turn.message, state.session);
    if (body.error?.code === "invalid_session") {
      // The conversation is over for the server: the message goes on in a new one. Buttons of the old one
      // mean nothing there, but their words do.
      ({ response, body } = await this.#post(turn.me, null));
    }
    if (!response.ok || !Array.isArray(body.messages)) {
      throw new NotDelivered(body.error?.message, {
        refused: [413, 422].includes(response.status),
        again: response.status === 503 ? Number(response.headers.get("Retry-After")) || 0 : 0,
      });
    }
    state.session = body.session;
    turn.reply = body.messages;
    if (state === this.state) this.#write();
    return turn.reply;
  }

  /** Forget everything, here and on the server. */
  erase() {
    const { session, open } = this.state;
    this.state = { ...EMPTY, tab: this.state.tab, turns: [], open };
    this.#write();
    if (session) this.#forget(session).catch(() => {}); // erased there within a day in any case
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

  async #post(message, session) {
    let response;
    try {
      response = await fetch(`${this.base}api/chat`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message, session }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        credentials: "omit",
      });
    } catch {
      throw new NotDelivered(null, { offline: !navigator.onLine });
    }
    return { response, body: await response.json().catch(() => ({})) };
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
