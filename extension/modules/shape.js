/** Looking at values that came from outside: each of these makes a `Read` (types/shape.d.ts), save the first two. */

/** @param {unknown} value @returns {Record<string, unknown>} anything but an object has no fields */
export function record(value) {
  return typeof value === "object" && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @template {string} T @param {readonly T[]} words @param {unknown} value @returns {value is T} */
export function oneOf(words, value) {
  return words.some((word) => word === value);
}

/** @param {number} limit characters @param {RegExp} [form] @returns {Read<string>} */
export function text(limit, form = /^/) {
  return (value) => (typeof value === "string" && value.length <= limit && form.test(value) ? value : undefined);
}

/** @template T @param {Read<T>} read @returns {Read<T | null>} */
export function orNull(read) {
  return (value) => (value === null ? null : read(value));
}

/** @template T @param {number} limit items @param {Read<T>} read @returns {Read<T[]>} */
export function list(limit, read) {
  return (value) => {
    const items = Array.isArray(value) && value.length <= limit ? value.map(read) : [undefined];
    return items.includes(undefined) ? undefined : /** @type {T[]} */ (items);
  };
}

/** @template T @param {{[K in keyof T]: Read<T[K]>}} fields @returns {Read<T>} */
export function shape(fields) {
  return (value) => {
    const found = record(value);
    const read = Object.entries(fields).map(([name, field]) => [name, /** @type {Read<unknown>} */ (field)(found[name])]);
    return read.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(read);
  };
}
