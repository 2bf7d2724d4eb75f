/** The header block of a message that came whole. */

import { fromBase64 } from "./trust/bytes.js";

const MAX_HEADERS = 256 * 1024; // bytes
const CUT = Math.floor(MAX_HEADERS / 3) * 4; // characters of base64: whole quanta

/** @param {string} base64 of the raw message @returns {string | null} null when no header block ends within the limit */
export function headersOfRaw(base64) {
  const bytes = fromBase64(base64.slice(0, CUT));
  if (bytes === null) return null;
  const latin1 = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, i) =>
    String.fromCharCode(...bytes.subarray(i * 8192, (i + 1) * 8192)),
  ).join("");
  const end = /\r?\n\r?\n/.exec(latin1)?.index ?? (base64.length <= CUT ? latin1.length : -1);
  return end < 0 ? null : asText(bytes.subarray(0, end));
}

/** @param {Uint8Array} bytes UTF-8 where they are that, otherwise one character a byte */
function asText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
}
