// The territory beside the question of the place: each MRC is a button, as in the list under it.

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

let loaded = null; // asked for once a page

async function drawing(base) {
  loaded ||= fetch(`${base}api/territory`, { credentials: "omit" }).then((reply) => (reply.ok ? reply.json() : null));
  try {
    return await loaded;
  } catch {
    loaded = null; // offline: the list is enough
    return null;
  }
}

function areaOf({ name, surface, border }, index, press) {
  const area = shape("g", { class: `area tint${index % 3}`, role: "button", tabindex: "0", "aria-label": name },
    shape("path", { class: "surface", d: surface }), shape("path", { class: "border", d: border }));
  area.addEventListener("click", press);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press();
  });
  return area;
}

function labelOf({ label: [x, y], words }) {
  const lines = words.map((word, index) => {
    const line = shape("tspan", { x, dy: index ? "1.1em" : `${-0.55 * (words.length - 1)}em` });
    line.textContent = word;
    return line;
  });
  return shape("text", { class: "name", "aria-hidden": "true", x, y }, ...lines);
}

/** A place for the map: filled once the shapes are there. `mrcs`: the MRC of each of `buttons`; `press`: (button). */
export function mapOf(mrcs, buttons, base, press) {
  const place = document.createElement("div");
  place.className = "map";
  drawing(base).then((found) => {
    const drawn = (found?.shapes || []).filter(({ mrc }) => mrcs.includes(mrc));
    if (!drawn.length) return place.remove();
    return place.append(shape("svg", { class: "territory", viewBox: `0 0 ${found.width} ${found.height}`, role: "group", "aria-label": "Carte des MRC du territoire" },
      ...drawn.map((one, index) => areaOf(one, index, () => press(buttons[mrcs.indexOf(one.mrc)]))), ...drawn.map(labelOf)));
  });
  return place;
}
