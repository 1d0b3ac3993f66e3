// A colour chosen by the host site, made readable: WCAG asks 4.5:1 for text.

const ENOUGH = 4.6; // a little above, for rounding
const STEP = 0.06;

function channels(color) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/**
 * The nearest colour to `color` that can be read on every one of `grounds`, and black or white to write on it.
 * Input: CSS colours. Output: `{ primary, onPrimary }`, or null when `color` is not a colour.
 */
export function readable(color, grounds) {
  if (!CSS.supports("color", color)) return null;
  const under = grounds.map(channels);
  const toward = luminance(under[0]) > 0.18 ? 0 : 255;
  let rgb = channels(color);
  while (Math.min(...under.map((ground) => contrast(rgb, ground))) < ENOUGH && rgb.some((v) => Math.round(v) !== toward)) {
    rgb = rgb.map((value) => value + (toward - value) * STEP);
  }
  const white = contrast(rgb, [255, 255, 255]) >= contrast(rgb, [0, 0, 0]);
  return { primary: `rgb(${rgb.map(Math.round).join(" ")})`, onPrimary: white ? "#fff" : "#000" };
}
