/**
 * The icons of the badge as SVG paths in a box of 24 × 24: a filled outline and a line upon it, or a line alone. Each verdict has an
 * outline of its own, so that nobody needs the colour. The background imports it, too.
 */

/** @type {any} */ (globalThis).Lencana ??= {};
Lencana.iconPaths = Object.freeze({
  verified: {
    outline: "M12 .8l3.2 2.4 4 .2.9 3.9L23 10.1l-1.7 3.5.4 4-3.7 1.6-2.2 3.3-3.8-1.1-3.8 1.1L6 19.2l-3.7-1.6.4-4L1 10.1l2.9-2.8.9-3.9 4-.2z",
    line: "M7.8 12.4l2.9 2.9 5.6-6.2",
  },
  suspicious: { outline: "M12 2.2L23 21.2H1z", line: "M12 9v5.4M12 17.6v.02" },
  unknown: {
    outline: "M12 1.6a10.4 10.4 0 1 1 0 20.8 10.4 10.4 0 0 1 0-20.8z",
    line: "M9.2 9.4a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1-1.4 2.1M12 17.4v.02",
  },
  unchecked: { outline: "", line: "M12 2.4a9.6 9.6 0 1 1 0 19.2 9.6 9.6 0 0 1 0-19.2zM7.6 12h8.8" },
  checking: { outline: "", line: "M12 2.4a9.6 9.6 0 0 1 9.6 9.6" },
  danger: { outline: "", line: "M12 3.2L21.6 20H2.4zM12 9.6v4.6M12 17.1v.02" },
  warning: { outline: "", line: "M12 2.6a9.4 9.4 0 1 1 0 18.8 9.4 9.4 0 0 1 0-18.8zM12 7.2v5.6M12 16.4v.02" },
  good: { outline: "", line: "M12 2.6a9.4 9.4 0 1 1 0 18.8 9.4 9.4 0 0 1 0-18.8zM7.9 12.3l2.8 2.8 5.4-6" },
  info: { outline: "", line: "M12 2.6a9.4 9.4 0 1 1 0 18.8 9.4 9.4 0 0 1 0-18.8zM12 11.2v5.6M12 7.6v.02" },
});
