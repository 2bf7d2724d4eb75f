/** As much of DER (X.690) as a private key's file needs: values of definite length, one in another. Pure. */

/** Universal tags. */
export const TAG = Object.freeze({ integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 });

/** @typedef {{tag: number, content: Bytes}} Value */

/**
 * The values that stand in these bytes, one after the other.
 * @param {Bytes} bytes
 * @returns {Value[]}
 * @throws {RangeError} where they are not DER
 */
export function readValues(bytes) {
  const values = [];
  let offset = 0;
  while (offset < bytes.length) {
    const tag = at(bytes, offset);
    const { length, start } = readLength(bytes, offset + 1);
    if (start + length > bytes.length) throw new RangeError("a value is longer than what it stands in");
    values.push({ tag, content: bytes.slice(start, start + length) });
    offset = start + length;
  }
  return values;
}

/**
 * @param {Value | undefined} value
 * @param {number} tag
 * @throws {RangeError} where it has another tag, or there is none
 */
export function contentOf(value, tag) {
  if (value === undefined || value.tag !== tag) throw new RangeError("a value of another type was expected");
  return value.content;
}

/**
 * The values in a sequence.
 * @param {Value | undefined} value
 */
export function membersOf(value) {
  return readValues(contentOf(value, TAG.sequence));
}

/**
 * A small integer.
 * @param {Value | undefined} value
 */
export function integerOf(value) {
  const content = contentOf(value, TAG.integer);
  if (content.length === 0 || content.length > 4 || at(content, 0) > 0x7f) throw new RangeError("not a small integer");
  return content.reduce((sum, byte) => sum * 256 + byte, 0);
}

/**
 * @param {Bytes} bytes
 * @param {number} offset
 */
function readLength(bytes, offset) {
  const first = at(bytes, offset);
  if (first < 0x80) return { length: first, start: offset + 1 };
  const count = first - 0x80;
  if (count < 1 || count > 3) throw new RangeError("a length that no key has");
  let length = 0;
  for (let i = 1; i <= count; i += 1) length = length * 256 + at(bytes, offset + i);
  return { length, start: offset + 1 + count };
}

/**
 * @param {Bytes} bytes
 * @param {number} offset
 */
function at(bytes, offset) {
  const byte = bytes[offset];
  if (byte === undefined) throw new RangeError("the bytes end too early");
  return byte;
}
