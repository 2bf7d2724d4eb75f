/** Foreign words within a sentence, kept from changing its order (UAX 9, isolates). Only sentences for people get these characters. */

const LEFT_TO_RIGHT = "\u2066";
const AS_IT_BEGINS = "\u2068";
const END = "\u2069";
const RIGHT_TO_LEFT_LETTER = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The value as it stands in a sentence of that direction. An address or host, which has no blanks, always runs from left to right:
 * else the labels of a host with an Arabic one change places, and a stranger's name looks like a brand's.
 * @param {string} value
 * @param {string} direction
 */
export function isolated(value, direction) {
  if (value === "" || (direction !== "rtl" && !RIGHT_TO_LEFT_LETTER.test(value))) return value;
  return `${/\s/.test(value) ? AS_IT_BEGINS : LEFT_TO_RIGHT}${value}${END}`;
}
