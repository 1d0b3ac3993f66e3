// The one line a site embeds: <script src="https://HOST/widget.js" defer></script>
// Options: data-color, data-title, data-position (left or right), data-message, data-open.
(() => {
  const script = document.currentScript;
  const options = { color: "color", title: "heading", position: "position", message: "message", open: "open" };
  const start = () => {
    if (!document.querySelector("es-assistant")) {
      const assistant = document.createElement("es-assistant");
      for (const [data, attribute] of Object.entries(options)) {
        if (script.dataset[data] !== undefined) assistant.setAttribute(attribute, script.dataset[data]);
      }
      // Out of the host's flow before it is in the page, so that nothing there ever moves. An important
      // style of the element itself is stronger than anything in the host's style sheets.
      const own = { all: "initial", position: "fixed", "z-index": "2147483000" };
      for (const [name, value] of Object.entries(own)) assistant.style.setProperty(name, value, "important");
      document.body.append(assistant);
    }
    import(new URL("static/assistant.js", script.src).href).catch(() => {
      console.warn("es-assistant: this site is not allowed to embed the assistant, or its server is down.");
    });
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
