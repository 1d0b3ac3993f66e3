// The assistant: a custom element with a shadow root. No framework; nothing is ever parsed as HTML.

import { element } from "./markdown.js";
import { bubble, card, sources } from "./parts.js";

const BASE = new URL("..", import.meta.url).href;
const MAX_CHARS = 500;
const SLOW_MS = 4000;
const TIMEOUT_MS = 20000;
const STORE = "es-assistant";
const DOORS = [
  "Comprendre le modèle collectif", "Trouver de l'accompagnement", "Trouver du financement",
  "Trouver une formation", "Choisir entre coop et OBNL", "Parler à quelqu'un",
];
const WELCOME = "Bonjour! Je réponds à vos questions sur les coopératives et les OBNL, et je vous oriente vers la bonne " +
  "porte. Écrivez comme vous parlez, ou commencez ici:";
const OFFLINE = "Vous semblez hors ligne. Votre message est gardé: réessayez quand la connexion revient.";
const FAILED = "Le message n'a pas pu être envoyé. Il est gardé: réessayez.";

// A tab that is duplicated copies its storage; the name of the window is its own, so the threads part.
function storageKey() {
  if (!window.name.startsWith(STORE)) window.name = `${STORE}-${crypto.randomUUID?.() || Date.now() + Math.random()}`;
  return window.name;
}

class Assistant extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" });
    this.isPage = this.getAttribute("mode") === "page";
    this.key = storageKey();
    this.state = this.load();
    this.waiting = false;
    for (const name of ["tokens.css", "chat.css"]) {
      this.shadowRoot.append(element("link", { rel: "stylesheet", href: `${BASE}static/${name}` }));
    }
    this.build();
    this.replay();
    const color = this.getAttribute("color");
    if (color && CSS.supports("color", color)) this.root.style.setProperty("--color-primary", color);
    if (!this.isPage && (this.hasAttribute("open") || this.state.open)) this.toggle(true, false);
  }

  load() {
    try {
      return { session: null, turns: [], open: false, ...JSON.parse(sessionStorage.getItem(this.key) || "{}") };
    } catch {
      return { session: null, turns: [], open: false };
    }
  }

  save() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.state));
    } catch { /* storage refused or full: the thread lives as long as the page */ }
  }

  build() {
    const title = this.getAttribute("heading") || "Assistant de l'économie sociale";
    this.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Conversation", tabindex: "0" });
    this.box = element("textarea", { id: "box", rows: "1", placeholder: "Votre question…", "aria-describedby": "count" });
    this.count = element("p", { id: "count", class: "count" }, "500 caractères au plus.");
    this.live = element("p", { class: "sr", role: "status" });
    const form = element(
      "form", {}, element("label", { class: "sr", for: "box" }, "Votre message"), this.box,
      element("button", { type: "submit" }, "Envoyer"), this.count,
    );
    const over = element("button", { type: "button" }, "Recommencer");
    this.closer = this.isPage ? null : element("button", { type: "button", "aria-label": "Fermer l'assistant" }, "✕");
    this.panel = element(
      "section", { class: "panel", "aria-label": title, hidden: !this.isPage },
      element("header", {}, element("h2", {}, title), over, this.closer), this.log, form, this.live,
    );
    const side = this.getAttribute("position") === "left" ? "left" : "";
    this.root = element("div", { class: this.isPage ? "page" : `float ${side}` }, this.panel);
    if (!this.isPage) {
      this.launcher = element("button", { class: "launcher", type: "button", "aria-expanded": "false" }, "Une question? Écrivez-nous");
      this.root.append(this.launcher);
      this.launcher.addEventListener("click", () => this.toggle(this.panel.hidden));
      this.closer.addEventListener("click", () => this.toggle(false));
      this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    }
    over.addEventListener("click", () => this.startOver());
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("input", () => this.measure());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.shadowRoot.append(this.root);
  }

  toggle(open, focus = true) {
    this.panel.hidden = !open;
    this.launcher.setAttribute("aria-expanded", String(open));
    this.state.open = open;
    this.save();
    if (open) this.log.scrollTop = this.log.scrollHeight;
    if (focus) (open ? this.box : this.launcher).focus();
  }

  measure() {
    const length = [...this.box.value].length;
    const over = length > MAX_CHARS;
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 160)}px`;
    this.count.textContent = length > MAX_CHARS * 0.8 ? `${length} caractères sur ${MAX_CHARS}.` : "500 caractères au plus.";
    this.count.classList.toggle("over", over);
    this.box.setAttribute("aria-invalid", String(over));
    const spoken = over ? "Le message est trop long." : "";
    if (this.live.textContent !== spoken) this.live.textContent = spoken;
    return !over;
  }

  replay() {
    this.log.replaceChildren();
    this.welcome();
    for (const turn of this.state.turns) {
      if (turn.me) this.showMine(turn.me);
      else this.showReply(turn.messages, false);
    }
    const last = this.state.turns.at(-1);
    if (last?.me) this.failed(last, FAILED); // sent before a reload, never answered
    this.log.scrollTop = this.log.scrollHeight;
  }

  welcome() {
    const first = this.getAttribute("message") || WELCOME;
    const doors = DOORS.map((title) => this.choice(title, title));
    this.log.append(element("div", { class: "turn bot" }, bubble(first, BASE), element("div", { class: "choices" }, ...doors)));
  }

  choice(title, payload) {
    const button = element("button", { type: "button" }, title);
    button.addEventListener("click", () => this.send(title, payload));
    return button;
  }

  submit() {
    const text = this.box.value.trim();
    if (!text || !this.measure() || this.waiting) return;
    this.box.value = "";
    this.measure();
    this.send(text, text);
  }

  async send(shown, message) {
    if (this.waiting) return;
    const turn = { me: shown, message };
    this.state.turns.push(turn);
    this.save();
    this.showMine(shown);
    this.box.focus();
    await this.deliver(turn);
  }

  async deliver(turn) {
    this.waiting = true;
    const typing = element(
      "div", { class: "turn bot" },
      element("p", { class: "typing" }, element("i"), element("i"), element("i"), element("span", { class: "sr" }, "L'assistant écrit…")),
    );
    this.log.append(typing);
    this.log.scrollTop = this.log.scrollHeight;
    const slow = setTimeout(() => typing.append(element("p", { class: "note" }, "Ça prend plus de temps que d'habitude…")), SLOW_MS);
    try {
      const reply = await this.post(turn.message);
      this.state.session = reply.session;
      this.state.turns.push({ messages: reply.messages });
      this.save();
      typing.remove();
      this.showReply(reply.messages, true);
    } catch (error) {
      typing.remove();
      this.failed(turn, error.sentence || (navigator.onLine ? FAILED : OFFLINE));
    } finally {
      clearTimeout(slow);
      this.waiting = false;
    }
  }

  async post(message) {
    const ask = () => fetch(`${BASE}api/chat`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message, session: this.state.session }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    let response = await ask();
    let body = await response.json();
    if (body.error?.code === "invalid_session") { // the thread is too old: the message goes on in a new one
      this.state.session = null;
      response = await ask();
      body = await response.json();
    }
    if (!response.ok) throw Object.assign(new Error(body.error?.code), { sentence: body.error?.message });
    return body;
  }

  failed(turn, sentence) {
    const retry = element("button", { type: "button" }, "Réessayer");
    const note = element("div", { class: "turn bot" }, element("p", { class: "error" }, sentence), element("div", { class: "choices" }, retry));
    retry.addEventListener("click", () => { note.remove(); this.box.focus(); this.deliver(turn); });
    this.log.append(note);
    this.log.scrollTop = this.log.scrollHeight;
  }

  showMine(text) {
    this.log.append(element("div", { class: "turn me" }, element("span", { class: "sr" }, "Vous: "), text));
    this.log.scrollTop = this.log.scrollHeight;
  }

  showReply(messages, fresh) {
    let first = null;
    for (const part of messages) {
      const turn = element("div", { class: "turn bot" });
      if (part.text) turn.append(bubble(part.text, BASE));
      if (part.answer) turn.append(sources(part.answer, BASE), this.copyButton(part));
      for (const resource of part.resources || []) turn.append(card(resource, BASE));
      if (part.buttons.length) {
        turn.append(element("div", { class: "choices" }, ...part.buttons.map((b) => this.choice(b.title, b.payload))));
      }
      this.log.append(turn);
      first ??= turn;
    }
    // The beginning of a long reply stays in sight, rather than its end.
    if (fresh && first) this.log.scrollTop = first.offsetTop - this.log.offsetTop - 12;
  }

  copyButton(part) {
    const button = element("button", { type: "button", class: "tool" }, "Copier la réponse");
    button.addEventListener("click", async () => {
      const lines = part.answer.sources.map((s) => `- ${s.title}${s.url ? ` ${s.url}` : ""}${s.as_of ? ` (${s.as_of})` : ""}`);
      try {
        await navigator.clipboard.writeText(`${part.text}\n\nSources:\n${lines.join("\n")}`);
        this.live.textContent = button.textContent = "Réponse copiée";
      } catch {
        this.live.textContent = button.textContent = "La copie n'est pas permise ici";
      }
    });
    return button;
  }

  startOver() {
    this.state = { session: null, turns: [], open: this.state.open };
    this.save();
    this.replay();
    this.live.textContent = "La conversation est effacée.";
    this.box.focus();
  }
}

if (!customElements.get("es-assistant")) customElements.define("es-assistant", Assistant);
