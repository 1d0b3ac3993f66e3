// The one line a site embeds: <script src="https://HOST/widget.js" defer></script>
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const options = { color: "color", title: "heading", position: "position", message: "message", open: "open" };
  const start = () => {
    if (!document.querySelector("es-assistant")) {
      const assistant = document.createElement("es-assistant");
      for (const [data, attribute] of Object.entries(options)) {
        if (script.dataset[data] !== undefined) assistant.setAttribute(attribute, script.dataset[data]);
      }
      document.body.append(assistant);
    }
    import(`${origin}/static/assistant.js`);
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
