// The assistant: a custom element with a shadow root. No framework; nothing is ever parsed as HTML.
// <es-assistant mode="page"> fills its place in a page; without a mode it floats over a host site.

import { readable } from "./color.js";
import { icon } from "./icons.js";
import { element, safeAddress } from "./markdown.js";
import { bubble, card, copied, sources, textBeside } from "./parts.js";
import { DOORS, TEXTS } from "./texts.js";
import { Thread } from "./thread.js";

const BASE = new URL("..", import.meta.url).href;
const SHEETS = ["tokens.css", "chat.css"];
const MAX_CHARS = 500;
const WARN_AT = 400; // from here on, the count is shown
const SAID_EVERY = 50; // and said aloud, each time it passes such a step
const SLOW_MS = 4000;
const MAX_BOX_PX = 160;
const MAX_SENDS = 20; // of one message, when there are too many people

class Assistant extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" });
    this.isPage = this.getAttribute("mode") === "page";
    this.thread = new Thread(BASE, () => this.replay());
    this.waiting = false;
    this.build();
    this.dress();
    this.replay();
    addEventListener("online", () => this.retryOffline?.());
  }

  // Nothing is shown before its style is there: no flash, and no movement in the host page.
  async dress() {
    this.root.hidden = true;
    const loaded = SHEETS.map((name) => new Promise((resolve, reject) => {
      const sheet = element("link", { rel: "stylesheet", href: `${BASE}static/${name}`, crossorigin: this.isPage ? null : "anonymous" });
      sheet.addEventListener("load", resolve);
      sheet.addEventListener("error", reject);
      this.shadowRoot.append(sheet);
    }));
    try {
      await Promise.all(loaded);
    } catch {
      console.warn(`es-assistant: style-src of this site must allow ${new URL(BASE).origin}.`);
      if (!this.isPage) return;
    }
    this.root.hidden = false;
    this.paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
    const open = this.thread.open ?? (this.hasAttribute("open") && this.getAttribute("open") !== "false");
    if (!this.isPage && open) this.toggle(true, false);
    this.toEnd();
    this.measure(); // its height could not be known before
  }

  paint() {
    const color = this.getAttribute("color");
    if (!color) return;
    for (const name of ["--color-primary", "--color-on-primary"]) this.root.style.removeProperty(name);
    const style = getComputedStyle(this.root);
    const grounds = ["--color-surface", "--color-background", "--color-soft"].map((name) => style.getPropertyValue(name));
    const fit = readable(color, grounds);
    if (!fit) return;
    this.root.style.setProperty("--color-primary", fit.primary);
    this.root.style.setProperty("--color-on-primary", fit.onPrimary);
  }

  build() {
    const title = this.getAttribute("heading") || TEXTS.title;
    this.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Conversation", tabindex: "0" });
    this.box = element("textarea", {
      id: "box", rows: "1", placeholder: "Votre question…", "aria-describedby": "hint", enterkeyhint: "send", autocomplete: "off",
    });
    this.count = element("p", { class: "count", "aria-hidden": "true" });
    this.status = element("p", { class: "sr", role: "status" });
    this.sender = element("button", { type: "submit", class: "send" }, icon("send"), element("span", { class: "sr" }, "Envoyer"));
    const form = element("form", {},
      element("label", { class: "sr", for: "box" }, "Votre message"), this.box, this.sender, this.count,
      element("p", { id: "hint", class: "sr" }, `${MAX_CHARS} caractères au plus. Entrée envoie, Maj et Entrée change de ligne.`));
    const over = element("button", { type: "button" }, icon("restart"), element("span", { class: "wide" }, "Recommencer"));
    const closer = element("button", { type: "button", "aria-label": "Fermer l'assistant" }, icon("close"));
    this.panel = element("section", { class: "panel", "aria-label": title, hidden: !this.isPage },
      element("header", {}, element("h2", {}, title), over, this.isPage ? null : closer),
      this.log, form,
      element("p", { class: "small" }, "Réponses automatiques: information générale, pas un avis juridique. ",
        element("a", { href: `${BASE}#vie-privee`, target: this.isPage ? null : "_blank", rel: "noopener" }, "Vie privée")),
      this.status);
    const side = this.getAttribute("position") === "left" ? " left" : "";
    this.root = element("div", { class: `assistant ${this.isPage ? "page" : "float"}${side}`, lang: "fr-CA" }, this.panel);
    if (!this.isPage) this.buildLauncher(closer);
    over.addEventListener("click", () => this.startOver());
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("input", () => this.measure());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    // The host page's keyboard shortcuts must not fire while somebody writes here.
    for (const type of ["keydown", "keyup", "keypress"]) this.root.addEventListener(type, (event) => event.stopPropagation());
    this.shadowRoot.append(this.root);
  }

  buildLauncher(closer) {
    this.launcher = element("button", { class: "launcher", type: "button", "aria-expanded": "false" }, icon("talk"), TEXTS.launcher);
    this.root.prepend(this.launcher);
    this.launcher.addEventListener("click", () => this.toggle(this.panel.hidden));
    closer.addEventListener("click", () => this.toggle(false));
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    // A phone's keyboard covers the page without making it smaller.
    const seen = globalThis.visualViewport;
    seen?.addEventListener("resize", () => this.root.style.setProperty("--seen", `${seen.height}px`));
  }

  toggle(open, focus = true) {
    this.panel.hidden = !open;
    this.launcher.setAttribute("aria-expanded", String(open));
    if (this.thread.open !== open) this.thread.open = open;
    if (open) { this.toEnd(); this.measure(); }
    if (focus) (open ? this.box : this.launcher).focus();
  }

  toEnd() {
    this.log.scrollTop = this.thread.turns.length ? this.log.scrollHeight : 0;
  }

  /** Fit the box to its text, say how much room is left; whether the message is short enough. */
  measure() {
    const length = [...this.box.value].length;
    const left = MAX_CHARS - length;
    const over = left < 0;
    this.box.style.height = "auto";
    if (this.box.scrollHeight) this.box.style.height = `${Math.min(this.box.scrollHeight + 2, MAX_BOX_PX)}px`;
    this.count.textContent = length >= WARN_AT ? `${over ? "Trop long, à raccourcir: " : ""}${length} / ${MAX_CHARS}` : "";
    this.count.classList.toggle("over", over);
    if (over) this.box.setAttribute("aria-invalid", "true");
    else this.box.removeAttribute("aria-invalid");
    const room = length >= WARN_AT ? `Il reste moins de ${(Math.floor(left / SAID_EVERY) + 1) * SAID_EVERY} caractères.` : "";
    this.say(over ? "Le message est trop long: raccourcissez-le un peu." : room);
    return !over;
  }

  say(sentence) {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  replay() {
    this.log.setAttribute("aria-busy", "true"); // what was said before is not announced again
    this.log.replaceChildren(this.welcome());
    for (const turn of this.thread.turns) {
      const place = this.place(turn);
      if (turn.reply) this.showReply(turn.reply, place);
      else this.failed(turn, place, { sentence: TEXTS.unanswered }); // the page was left before the answer
    }
    this.wait(false);
    this.toEnd();
    this.log.removeAttribute("aria-busy");
  }

  welcome() {
    const doors = DOORS.map(([name, title]) => this.choice(title, title, name));
    return element("div", { class: "turn bot" },
      bubble(this.getAttribute("message") || TEXTS.welcome, BASE), element("div", { class: "choices doors" }, ...doors));
  }

  choice(title, payload, image = null) {
    const button = element("button", { type: "button" }, image && icon(image), element("span", {}, title));
    button.addEventListener("click", () => this.send(title, payload, button));
    return button;
  }

  /** A choice that calls or opens rather than answers: a real link, or null when its address is not one to follow. */
  call(title, url) {
    const href = safeAddress(url, BASE);
    return href && element("a", { class: "call", href, rel: "noopener" }, title);
  }

  submit() {
    const text = this.box.value.trim();
    if (!text || !this.measure()) return;
    if (this.waiting) {
      this.say("Votre message est gardé ici: envoyez-le après la réponse.");
      return;
    }
    this.box.value = "";
    this.measure();
    this.send(text, text);
  }

  async send(shown, message, from = null) {
    if (this.waiting) return;
    // On a phone, pressing a choice must not bring up the keyboard over the answer.
    if (!from || !matchMedia("(pointer: coarse)").matches) this.box.focus();
    const turn = this.thread.add(shown, message);
    await this.deliver(turn, this.place(turn));
  }

  /** Where a turn is shown: the person's message, then, in the same place, whatever becomes of it. */
  place(turn) {
    const place = element("div", { class: "exchange" },
      element("div", { class: "turn me" }, element("span", { class: "sr" }, "Vous: "), turn.me));
    this.log.append(place);
    return place;
  }

  wait(waiting) {
    this.waiting = waiting;
    this.sender.setAttribute("aria-disabled", String(waiting));
    this.root.classList.toggle("waiting", waiting);
  }

  async deliver(turn, place) {
    this.wait(true);
    const typing = element("div", { class: "turn bot" },
      element("p", { class: "typing" }, element("i"), element("i"), element("i"), element("span", { class: "sr" }, "L'assistant écrit…")));
    place.append(typing);
    typing.scrollIntoView({ block: "nearest" });
    const note = (sentence) => {
      clearTimeout(slow);
      if (!typing.querySelector(".note")) typing.append(element("p", { class: "note" }, sentence));
    };
    const slow = setTimeout(() => note(TEXTS.slow), SLOW_MS);
    try {
      const reply = await this.sendAgain(turn, place, () => note(TEXTS.busy));
      if (!place.isConnected) return; // the thread was erased meanwhile
      typing.remove();
      this.showReply(reply, place);
      this.showStart(place);
    } catch (problem) {
      if (!place.isConnected) return;
      typing.remove();
      this.failed(turn, place, problem);
      this.log.scrollTop += Math.max(0, place.getBoundingClientRect().bottom + 20 - this.log.getBoundingClientRect().bottom);
    } finally {
      clearTimeout(slow);
      if (place.isConnected) this.wait(false);
    }
  }

  /** Deliver a turn; when there are too many people, come back when the server says, not all at once. */
  async sendAgain(turn, place, onBusy) {
    for (let sends = 1; ; sends += 1) {
      try {
        return await this.thread.deliver(turn);
      } catch (problem) {
        if (!problem.again || sends === MAX_SENDS || !place.isConnected) throw problem;
        onBusy();
        await new Promise((resolve) => setTimeout(resolve, problem.again * 1000 * (1 + Math.random() / 2)));
        if (!place.isConnected) throw problem; // erased meanwhile: it is not sent
      }
    }
  }

  // The question and the beginning of a long reply stay in sight, rather than its end.
  showStart(place) {
    const seen = this.log.getBoundingClientRect();
    const tall = place.getBoundingClientRect().height > seen.height;
    const start = (tall && place.querySelector(".bot")) || place;
    this.log.scrollTop += start.getBoundingClientRect().top - seen.top - 12;
    if (this.isPage) this.panel.scrollIntoView({ block: "nearest" });
  }

  failed(turn, place, problem) {
    const sentence = problem.sentence || (problem.offline ? TEXTS.offline : TEXTS.failed);
    const button = element("button", { type: "button" }, icon(problem.refused ? "copy" : "restart"), problem.refused ? "Modifier le message" : "Réessayer");
    const note = element("div", { class: "turn bot" }, element("p", { class: "error" }, sentence), element("div", { class: "choices" }, button));
    const retry = () => {
      if (this.waiting || !note.isConnected) return;
      this.box.focus();
      if (problem.refused) {
        this.thread.remove(turn);
        place.remove();
        this.box.value = turn.me;
        this.measure();
      } else {
        note.remove();
        this.deliver(turn, place);
      }
    };
    button.addEventListener("click", retry);
    if (problem.offline) this.retryOffline = retry;
    place.append(note);
  }

  showReply(messages, place) {
    for (const part of messages) {
      const turn = element("div", { class: "turn bot" });
      try {
        turn.append(...this.nodesOf(part));
      } catch {
        turn.append(element("p", { class: "error" }, TEXTS.notShown));
      }
      place.append(turn);
    }
  }

  nodesOf(part) {
    const text = textBeside(part);
    const said = text ? bubble(text, BASE) : null;
    const proof = part.answer ? sources(part.answer, BASE) : null;
    const resources = part.resources || [];
    const tools = part.answer || resources.length ? element("div", { class: "tools" }, proof, this.copyButton(part)) : null;
    const cards = resources.map((resource, index) => card(resource, index + 1, BASE));
    const buttons = (part.buttons || []).map(({ title, payload, url }) => (url && this.call(title, url)) || this.choice(title, payload));
    return [said, ...cards, tools, buttons.length ? element("div", { class: "choices" }, ...buttons) : null].filter(Boolean);
  }

  copyButton(part) {
    const label = element("span", {}, "Copier la réponse");
    const button = element("button", { type: "button", class: "tool" }, icon("copy"), label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(copied(part));
        label.textContent = "Réponse copiée";
      } catch {
        label.textContent = "Copie impossible ici: sélectionnez le texte";
      }
      this.say(label.textContent);
    });
    return button;
  }

  startOver() {
    this.thread.erase();
    this.retryOffline = null;
    this.replay();
    this.say("La conversation est effacée.");
    this.box.focus();
  }
}

if (!customElements.get("es-assistant")) customElements.define("es-assistant", Assistant);
