/** Bytes as text and back: base64 as docs/format.md section 1 takes it, hex, SHA-256. */

const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/;
const CHUNK_BYTES = 8192; // as many arguments as any engine takes
const URL_SAFE = /^[A-Za-z0-9_-]*={0,2}$/;

/**
 * Standard or URL-safe base64, not both in one string; padding required, spare bits zero.
 * @param {string} text
 * @returns {Bytes | null} null for anything else
 */
export function fromBase64(text) {
  const standard = STANDARD.test(text) ? text : URL_SAFE.test(text) ? text.replaceAll("-", "+").replaceAll("_", "/") : null;
  if (standard === null || standard.length % 4 !== 0) return null;
  let binary;
  try {
    binary = atob(standard);
  } catch {
    return null;
  }
  if (btoa(binary.slice(binary.length - (binary.length % 3 || 3))) !== standard.slice(-4)) return null; // spare bits
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/**
 * Standard base64 with padding.
 * @param {Uint8Array} bytes
 */
export function toBase64(bytes) {
  return btoa(latin1(bytes));
}

/**
 * A character for each byte.
 * @param {Uint8Array} bytes
 */
export function latin1(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK_BYTES) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK_BYTES));
  return text;
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text lower-case hex digits, two a byte */
export function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * @param {Bytes} bytes
 * @returns {Promise<string>} lower-case hex
 */
export async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
