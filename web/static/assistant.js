// The assistant: a custom element with a shadow root. No framework; nothing is ever parsed as HTML.
// <es-assistant mode="page"> fills its place in a page; without a mode it floats over a host site.

import { readable } from "./color.js";
import { Float, Page, followKeyboard } from "./frame.js";
import { icon } from "./icons.js";
import { project, sheet } from "./kept.js";
import { element } from "./markdown.js";
import { brief, bubble } from "./parts.js";
import { choice, nodesOf } from "./reply.js";
import { Strip } from "./strip.js";
import { DOORS, EXAMPLES, TEXTS } from "./texts.js";
import { Thread } from "./thread.js";

const MAX_CHARS = 500;
const WARN_AT = 400; // from here on, the count is shown
const SAID_EVERY = 50; // and said aloud, each time it passes such a step
const SLOW_MS = 4000;
const MAX_BOX_PX = 160;
const MAX_SENDS = 20; // of one message, when there are too many people

const touched = () => matchMedia("(pointer: coarse)").matches;

/** The element's class, for the assistant served at `base`. `sheets`: its style as texts; without them, it is fetched. */
export const assistantOf = (base, sheets) => class extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" });
    this.isPage = this.getAttribute("mode") === "page";
    this.thread = new Thread(base, (another) => {
      if (this.waiting && !another) this.behind = true; // shown once the answer is there
      else this.replay();
    });
    this.waiting = false;
    this.behind = false; // whether another tab has said something that is not shown yet
    const send = (shown, given) => this.send(shown, shown, null, given);
    const say = (sentence) => this.say(sentence);
    this.strip = new Strip(base, { send, say });
    this.view = {
      base, say, send,
      choose: (title, payload, button) => this.send(title, payload, button),
      place: () => project.rows.find((row) => row.field === "place")?.text,
      keeping: { sheet, changed: (on, name) => this.sheetChanged(on, name) },
    };
    this.build();
    this.dress();
    this.replay();
    if (this.thread.found && this.thread.turns.length) this.tellFound();
    addEventListener("online", () => this.retryOffline?.());
  }

  // Nothing is shown before its style is there: no flash, and no movement in the host page.
  async dress() {
    this.root.hidden = true;
    try {
      this.shadowRoot.adoptedStyleSheets = sheets.map((text) => {
        const sheetOf = new CSSStyleSheet();
        sheetOf.replaceSync(text);
        return sheetOf;
      });
      if (!this.shadowRoot.adoptedStyleSheets.length) throw new Error("not adopted");
    } catch {
      await this.fetchStyle(); // Safari before 16.4
    }
    this.root.hidden = false;
    this.paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
    const open = this.thread.open ?? (this.hasAttribute("open") && this.getAttribute("open") !== "false");
    if (!this.isPage && open) this.frame.toggle(true, false);
    this.toEnd();
    this.measure(); // its height could not be known before
  }

  async fetchStyle() {
    const loaded = ["tokens.css", "chat.css"].map((name) => new Promise((resolve) => {
      const link = element("link", { rel: "stylesheet", href: `${base}static/${name}`, crossorigin: this.isPage ? null : "anonymous" });
      link.addEventListener("load", resolve);
      link.addEventListener("error", () => {
        console.warn(`es-assistant: style-src of this site must allow ${new URL(base).origin}.`);
        resolve();
      });
      this.shadowRoot.append(link);
    }));
    await Promise.all(loaded);
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
    // What is new is told in `status`, in brief; a log that speaks would read all of a long list at once.
    this.log = element("div", { class: "log", role: "log", "aria-live": "off", "aria-label": "Conversation", tabindex: "0" });
    this.box = element("textarea", {
      id: "box", rows: "1", placeholder: "Votre question…", "aria-describedby": "hint", enterkeyhint: "send", autocomplete: "off", dir: "auto",
    });
    this.count = element("p", { class: "count", "aria-hidden": "true" });
    this.status = element("p", { class: "sr", role: "status" });
    this.sender = element("button", { type: "submit", class: "send" }, icon("send"), element("span", { class: "sr" }, "Envoyer"));
    const latest = element("button", { type: "button", class: "latest" }, "Aller à la dernière réponse");
    const form = element("form", { class: "write" }, latest,
      element("label", { class: "sr", for: "box" }, "Votre message"), this.box, this.sender, this.count,
      element("p", { id: "hint", class: "sr" }, `${MAX_CHARS} caractères au plus. Entrée envoie, Maj et Entrée change de ligne.`));
    const over = element("button", { type: "button", class: "over" }, "Recommencer");
    const closer = element("button", { type: "button", class: "close", "aria-label": this.isPage ? "Voir la page" : "Fermer l'assistant" }, icon(this.isPage ? "down" : "close"));
    this.notice = element("p", { class: "notice", hidden: true });
    this.panel = element("section", { class: "panel", "aria-label": title, hidden: !this.isPage },
      element("header", {}, element("h2", {}, title), over, closer),
      this.strip.node, this.log, this.notice, form,
      element("p", { class: "small" }, "Réponses automatiques", element("span", {}, ", pas un avis juridique"), ". ",
        element("a", { href: `${base}#vie-privee`, target: this.isPage ? null : "_blank", rel: "noopener" }, "Vie privée")),
      this.status);
    this.root = element("div", { class: `assistant ${this.isPage ? "page" : "float"}`, lang: "fr-CA", "data-theme": this.getAttribute("theme") }, this.panel);
    if (this.isPage) {
      this.frame = new Page(closer, this.root);
    } else {
      const opened = (open) => {
        if (this.thread.open !== open) this.thread.open = open;
        if (open) { this.toEnd(); this.measure(); }
      };
      this.frame = new Float(this, this.panel, { title: this.getAttribute("launcher") || TEXTS.launcher, closer, box: this.box, opened });
      this.frame.place(this.root);
      this.root.prepend(this.frame.launcher);
    }
    followKeyboard(this.root);
    over.addEventListener("click", () => this.startOver());
    latest.addEventListener("click", () => this.toLatest());
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.value = this.thread.draft;
    this.box.addEventListener("input", () => { this.measure(); this.thread.draft = this.box.value; });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    // The host page's keyboard shortcuts must not fire while somebody writes here.
    for (const type of ["keydown", "keyup", "keypress"]) this.root.addEventListener(type, (event) => event.stopPropagation());
    this.shadowRoot.append(this.root);
  }

  toEnd() {
    this.log.scrollTop = this.thread.turns.length ? this.log.scrollHeight : 0;
  }

  toLatest() {
    const place = this.log.lastElementChild;
    place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
    this.showStart(place);
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
    if (over) this.say("Le message est trop long: raccourcissez-le un peu.");
    else if (length >= WARN_AT) this.say(`Il reste moins de ${(Math.floor(left / SAID_EVERY) + 1) * SAID_EVERY} caractères.`);
    return !over;
  }

  say(sentence) {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  replay() {
    this.log.replaceChildren(this.welcome());
    let rows = null;
    for (const turn of this.thread.turns) {
      const place = this.place(turn);
      if (turn.reply) this.showReply(turn.reply, place);
      // The page was left before the answer, or another tab waits for it.
      else if (!this.thread.elsewhere.has(turn.id)) this.failed(turn, place, { sentence: TEXTS.unanswered });
      for (const part of turn.reply || []) rows = part.project ?? rows;
    }
    if (rows?.length) this.strip.learn(rows);
    else this.strip.recall();
    if (this.isPage) this.frame.follow(this.thread.turns.length > 0);
    this.behind = false;
    this.wait(false);
    this.toEnd();
  }

  /** What is found again says that it is kept, until when, and how to erase it. */
  tellFound() {
    const erase = element("button", { type: "button" }, "Effacer");
    erase.addEventListener("click", () => this.startOver());
    this.notice.replaceChildren(TEXTS.found(this.thread.keptUntil), " ", erase);
    this.notice.hidden = false;
  }

  welcome() {
    const doors = DOORS.map(([image, title]) => choice({ title, payload: title, image }, this.view));
    return element("div", { class: "turn bot welcome" },
      bubble(this.getAttribute("message") || TEXTS.welcome, base), element("div", { class: "choices doors" }, ...doors),
      element("p", { class: "examples" }, "Ou, par exemple:"),
      element("div", { class: "actions" }, ...EXAMPLES.map((title) => choice({ title, payload: title }, this.view))));
  }

  sheetChanged(on, name) {
    const count = sheet.doors.length;
    this.strip.count();
    this.say(on ? `${name}: dans votre feuille, qui en compte ${count}.` : `${name}: retiré de votre feuille.`);
  }

  submit() {
    const text = this.box.value.trim();
    if (!text || !this.measure()) return;
    if (this.waiting) {
      this.say(TEXTS.waiting);
      return;
    }
    this.box.value = "";
    this.thread.draft = "";
    this.measure();
    this.send(text, text);
  }

  async send(shown, message, from = null, given = null) {
    if (this.waiting) return this.say(TEXTS.waiting);
    // On a phone, the keyboard must not stay, nor come, over the answer.
    if (touched()) this.box.blur();
    else this.box.focus({ preventScroll: true });
    this.thread.settle();
    this.notice.hidden = true;
    if (this.isPage) this.frame.resume();
    const turn = this.thread.add(shown, message, given);
    await this.deliver(turn, this.place(turn));
  }

  /** Where a turn is shown: the person's message, then, in the same place, whatever becomes of it. */
  place(turn) {
    const former = this.log.lastElementChild;
    former?.classList.add("past");
    const pressed = [...(former?.querySelectorAll("[data-title]") || [])].filter((one) => one.dataset.title === turn.me).pop();
    if (pressed) {
      pressed.classList.add("chosen");
      pressed.append(element("span", { class: "sr" }, " (choisi)"));
    }
    const place = element("div", { class: "exchange" },
      element("h3", { class: "turn me" }, element("span", { class: "sr" }, "Vous: "), element("span", { dir: "auto" }, turn.me)));
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
    this.say("L'assistant écrit…");
    const typing = element("div", { class: "turn bot" },
      element("p", { class: "typing" }, element("i"), element("i"), element("i"), element("span", { class: "sr" }, "L'assistant écrit…")));
    place.append(typing);
    this.showStart(place);
    const note = (sentence) => {
      clearTimeout(slow);
      if (typing.querySelector(".note")) return;
      typing.append(element("p", { class: "note" }, sentence));
      this.say(sentence);
    };
    const slow = setTimeout(() => note(TEXTS.slow), SLOW_MS);
    const { name } = this.thread;
    try {
      const reply = await this.sendAgain(turn, place, () => note(TEXTS.busy));
      if (!place.isConnected) return; // the thread was erased meanwhile
      typing.remove();
      if (this.thread.name !== name || this.behind) { // erased by this very turn, or another tab went on
        this.replay();
        place = this.log.lastElementChild;
      } else this.showReply(reply, place);
      for (const part of reply) if (part.project) this.strip.learn(part.project);
      this.say(brief(reply));
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
    const scrolls = getComputedStyle(this.log).overflowY !== "visible";
    const seen = this.log.getBoundingClientRect();
    const room = scrolls ? seen.height : innerHeight;
    const tall = place.getBoundingClientRect().height > room;
    const start = (tall && place.querySelector(".bot")) || place;
    if (scrolls) this.log.scrollTop += start.getBoundingClientRect().top - seen.top - 12;
    else start.scrollIntoView({ block: "start" }); // little height: the page itself scrolls
    if (scrolls && this.isPage && !this.frame.whole) this.panel.scrollIntoView({ block: "nearest" });
  }

  failed(turn, place, problem) {
    const sentence = problem.sentence || (problem.offline ? TEXTS.offline : TEXTS.failed);
    this.say(sentence);
    if (problem.refused && turn.given) { // what was filled in is still there to be put right
      this.thread.remove(turn);
      place.previousElementSibling?.classList.remove("past");
      place.append(element("div", { class: "turn bot" }, element("p", { class: "error" }, sentence)));
      return;
    }
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
        turn.append(...nodesOf(part, this.view));
      } catch {
        turn.append(element("p", { class: "error" }, TEXTS.notShown));
      }
      place.append(turn);
    }
  }

  startOver() {
    if (!this.thread.turns.length) return this.box.focus();
    this.thread.erase();
    this.retryOffline = null;
    this.replay();
    this.say(`${TEXTS.erased} Vous pouvez annuler.`);
    const back = element("button", { type: "button" }, "Annuler");
    back.addEventListener("click", () => {
      const could = this.thread.undo();
      this.notice.hidden = true;
      if (could) this.replay();
      this.say(could ? "La conversation est revenue." : "Il est trop tard pour annuler.");
      this.box.focus();
    });
    this.notice.replaceChildren(TEXTS.erased, " ", back);
    this.notice.hidden = false;
    const { erased } = this.thread;
    const gone = setInterval(() => {
      if (this.thread.erased === erased) return;
      clearInterval(gone);
      if (!this.thread.erased) this.notice.hidden = true;
    }, 500);
    back.focus();
  }
};
