/** The header block of a raw message. */

import "../drawing/header_text.js";
import { MAX_HEADER_BLOCK_BYTES } from "../modules/limits.js";
import { fromBase64, latin1 } from "../modules/trust/bytes.js";

const MAX_BASE64_CHARS = Math.floor(MAX_HEADER_BLOCK_BYTES / 3) * 4; // whole groups of four

/**
 * @param {string} base64 of the raw message
 * @returns {string | null} null when no header block ends within the limit
 */
export function headerBlockOfRaw(base64) {
  const bytes = fromBase64(base64.slice(0, MAX_BASE64_CHARS));
  if (bytes === null) return null;
  const text = latin1(bytes);
  const end = /\r?\n\r?\n/.exec(text)?.index ?? (base64.length <= MAX_BASE64_CHARS ? text.length : -1);
  return end < 0 ? null : Lencana.decodeHeaderBlock(bytes.subarray(0, end));
}
