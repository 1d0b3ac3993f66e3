// The icons: strokes on a 24 × 24 grid, drawn with the colour of the text beside them. Always decorative.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm-6 8c0-3 2.7-5 6-5s6 2 6 5M16 5.3a3 3 0 0 1 0 5.4M17.5 14.4c2 .7 3.5 2.3 3.5 4.6",
  hand: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15.5 8.5l-2 5-5 2 2-5z",
  coins: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15 9.2c-.5-1-1.6-1.6-3-1.6-1.7 0-3 .9-3 2.2 0 3 6 1.4 6 4.4 0 1.3-1.3 2.2-3 2.2-1.4 0-2.5-.6-3-1.6M12 5.8v12.4",
  book: "M12 6.5C10 5 7 4.5 3 4.5v13.5c4 0 7 .5 9 2 2-1.5 5-2 9-2V4.5c-4 0-7 .5-9 2zM12 6.5V20",
  fork: "M12 21v-6c0-4-5-3.5-5-9M12 15c0-4 5-3.5 5-9M4.2 8.5 7 5.5l2.8 3M14.2 8.5l2.8-3 2.8 3",
  talk: "M20 11.5c0 4-3.6 7-8 7-1 0-2-.2-2.9-.5L4.5 20l1.3-3.6A6.6 6.6 0 0 1 4 11.5c0-4 3.6-7 8-7s8 3 8 7zM8.5 11.5h.1M12 11.5h.1M15.5 11.5h.1",
  send: "M5 12h13M12.5 6l6 6-6 6",
  close: "M6 6l12 12M18 6 6 18",
  restart: "M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 9M4.5 4.5V9H9",
  copy: "M9 9h10v11H9zM5 15V4h10",
  yes: "M5 12.5l4.5 4.5L19 7.5",
  maybe: "M9 9.2C9.2 7.4 10.4 6.5 12 6.5c1.8 0 3 1 3 2.6 0 2.3-3 2.4-3 4.9M12 17.5h.1",
  no: "M7 7l10 10M17 7 7 17",
  phone: "M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3c0 1-.8 1.8-1.8 1.7C10.600 18.600 5.400 13.400 4.800 5.800 4.700 4.800 5.500 4 6.500 4z",
  mail: "M4 6h16v12H4zM4.500 7l7.500 6 7.500-6",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.500 12h17M12 3c2.700 2.600 3.700 5.500 3.700 9s-1 6.400-3.700 9c-2.700-2.600-3.700-5.500-3.700-9S9.300 5.600 12 3z",
  plus: "M12 5v14M5 12h14",
  share: "M12 15V4M8 7.500 12 3.500l4 4M6 12v8h12v-8",
  down: "M6 9.500l6 6 6-6",
  sheet: "M6 3.500h9l3 3v14H6zM9 10h6M9 14h6",
  thumb: "M8 11v9H4.500v-9zM8 11l4-7c1.500 0 2.200 1 2 2.300L13.500 9.500H18c1.300 0 2.200 1.200 1.900 2.400l-1.500 6.300c-.3 1.100-1.200 1.800-2.300 1.800H8",
  thumbdown: "M16 13V4h3.500v9zM16 13l-4 7c-1.500 0-2.200-1-2-2.300l.5-3.200H6c-1.300 0-2.200-1.200-1.900-2.400l1.500-6.300C5.900 4.700 6.800 4 7.900 4H16",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
};

/** The icon of this name as an SVG element that assistive technologies skip. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
