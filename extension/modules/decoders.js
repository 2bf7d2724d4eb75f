/** Validates values that came from outside. Each function but the first two makes a `Decoder` (types/decoders.d.ts). */

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>} without fields for anything but an object
 */
export function record(value) {
  return typeof value === "object" && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/**
 * @template {string} T
 * @param {readonly T[]} values
 * @param {unknown} value
 * @returns {value is T}
 */
export function oneOf(values, value) {
  return values.some((candidate) => candidate === value);
}

/**
 * A text without lone surrogates, which no server could read.
 * @param {number} maxChars
 * @param {RegExp} [pattern]
 * @returns {Decoder<string>}
 */
export function text(maxChars, pattern = /^/) {
  return (value) => (typeof value === "string" && value.length <= maxChars && pattern.test(value) ? value.toWellFormed() : undefined);
}

/**
 * @template {string} T
 * @param {readonly T[]} values
 * @returns {Decoder<T>}
 */
export function word(values) {
  return (value) => (oneOf(values, value) ? value : undefined);
}

/** @type {Decoder<number>} */
export const integer = (value) => (Number.isSafeInteger(value) ? Number(value) : undefined);

/** @type {Decoder<boolean>} */
export const flag = (value) => (typeof value === "boolean" ? value : undefined);

/**
 * @template T
 * @param {Decoder<T>} decode
 * @returns {Decoder<T | null>}
 */
export function nullable(decode) {
  return (value) => (value === null ? null : decode(value));
}

/**
 * @template T
 * @param {number} maxItems
 * @param {Decoder<T>} decode
 * @returns {Decoder<T[]>}
 */
export function array(maxItems, decode) {
  return (value) => {
    const items = Array.isArray(value) && value.length <= maxItems ? value.map(decode) : [undefined];
    return items.includes(undefined) ? undefined : /** @type {T[]} */ (items);
  };
}

/**
 * @template T
 * @param {{[K in keyof T]: Decoder<T[K]>}} fields
 * @returns {Decoder<T>}
 */
export function object(fields) {
  return (value) => {
    const input = record(value);
    const decoded = Object.entries(fields).map(([name, decode]) => [name, /** @type {Decoder<unknown>} */ (decode)(input[name])]);
    return decoded.some(([, field]) => field === undefined) ? undefined : Object.fromEntries(decoded);
  };
}
