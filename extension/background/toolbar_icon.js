/** The toolbar's icon, drawn from the same paths as the badge. */

import "../drawing/icon_paths.js";

const BOX = 24; // units of the paths, each way
const SIZES_PX = Object.freeze([16, 32]);

/**
 * @param {Kind} kind
 * @param {string} colour
 * @returns {Record<number, ImageData>} by size in pixels
 */
export function toolbarIcon(kind, colour) {
  return Object.fromEntries(SIZES_PX.map((size) => [size, draw(kind, colour, size)]));
}

/**
 * @param {Kind} kind
 * @param {string} colour
 * @param {number} size
 */
function draw(kind, colour, size) {
  const pen = new OffscreenCanvas(size, size).getContext("2d");
  if (pen === null) throw new Error("no canvas");
  const { outline, line } = Lencana.iconPaths[kind];
  pen.scale(size / BOX, size / BOX);
  pen.lineCap = pen.lineJoin = "round";
  pen.fillStyle = pen.strokeStyle = colour;
  if (outline !== "") {
    pen.lineWidth = 1.4;
    pen.fill(new Path2D(outline));
    pen.stroke(new Path2D(outline));
    pen.strokeStyle = "#fff";
  }
  pen.lineWidth = 2.6;
  pen.stroke(new Path2D(line));
  return pen.getImageData(0, 0, size, size);
}
