/** The toolbar's icon, drawn from the same shapes as the badge. */

import "../content/shapes.js";

const GROUND = 24; // the shapes' own units
export const SIZES = Object.freeze([16, 32]); // pixels

/** @param {Kind} kind @param {string} colour @returns {Record<number, ImageData>} by size */
export function icon(kind, colour) {
  return Object.fromEntries(SIZES.map((size) => [size, draw(kind, colour, size)]));
}

/** @param {Kind} kind @param {string} colour @param {number} size */
function draw(kind, colour, size) {
  const pen = new OffscreenCanvas(size, size).getContext("2d");
  if (pen === null) throw new Error("no canvas");
  const { ground, line } = Lencana.shapes[kind];
  pen.scale(size / GROUND, size / GROUND);
  pen.lineCap = pen.lineJoin = "round";
  pen.fillStyle = pen.strokeStyle = colour;
  if (ground !== "") {
    pen.lineWidth = 1.4;
    pen.fill(new Path2D(ground));
    pen.stroke(new Path2D(ground));
    pen.strokeStyle = "#fff";
  }
  pen.lineWidth = 2.6;
  pen.stroke(new Path2D(line));
  return pen.getImageData(0, 0, size, size);
}
