/** Looking at values that came from outside. */

/** @param {unknown} value @returns {Record<string, unknown>} anything but an object has no fields */
export function record(value) {
  return typeof value === "object" && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @template {string} T @param {readonly T[]} words @param {unknown} value @returns {value is T} */
export function oneOf(words, value) {
  return words.some((word) => word === value);
}

/** @param {unknown} value @param {number} limit characters @returns {value is string} */
export function isText(value, limit) {
  return typeof value === "string" && value.length <= limit;
}
