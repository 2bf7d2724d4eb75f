/** DSSE v1.0.2 envelopes with Ed25519 (docs/format.md section 1): bytes in, the verified payload out. */

import { EnvelopeError, SignatureError, TooLargeError } from "../errors.js";
import { fromBase64, fromHex } from "./bytes.js";
import { parse } from "./strict_json.js";

export const MAX_SIGNATURES = 16;
const SIGNATURE_BYTES = 64;

/**
 * Read an envelope without verifying it.
 * @param {Uint8Array} bytes
 * @param {number} maxBytes
 */
export function parseEnvelope(bytes, maxBytes) {
  if (bytes.length > maxBytes) throw new TooLargeError(`envelope of ${bytes.length} bytes; ${maxBytes} are taken`);
  let value;
  try {
    value = parse(bytes);
  } catch (error) {
    throw new EnvelopeError(`not an envelope: ${/** @type {Error} */ (error).message}`);
  }
  const { payload, payloadType, signatures } = asObject(value, "envelope");
  if (typeof payload !== "string" || typeof payloadType !== "string") {
    throw new EnvelopeError("payload and payloadType must be strings");
  }
  if (!Array.isArray(signatures) || signatures.length > MAX_SIGNATURES) {
    throw new EnvelopeError(`signatures must be a list of at most ${MAX_SIGNATURES}`);
  }
  return Object.freeze({ payloadType, payload: decode(payload, "payload"), signatures: signatures.map(readSignature) });
}

/**
 * The payload, once a threshold of different keys has signed it.
 * @param {Envelope} envelope
 * @param {Pick<Role, "keys" | "threshold">} role
 * @throws {SignatureError}
 */
export async function verifyEnvelope(envelope, { keys, threshold }) {
  const signed = pae(envelope.payloadType, envelope.payload);
  const valid = new Set();
  for (const key of new Set(keys)) {
    if (await anyValid(key, envelope.signatures, signed)) valid.add(key);
  }
  if (threshold < 1 || valid.size < threshold) {
    throw new SignatureError(`${valid.size} valid signatures where ${threshold} are needed`);
  }
  return envelope.payload;
}

/**
 * The pre-authentication encoding, which is what is signed. Lengths count bytes, so the type is encoded before it is
 * measured.
 * @param {string} payloadType
 * @param {Uint8Array} payload
 */
export function pae(payloadType, payload) {
  const encoder = new TextEncoder();
  const type = encoder.encode(payloadType);
  const parts = [encoder.encode(`DSSEv1 ${type.length} `), type, encoder.encode(` ${payload.length} `), payload];
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/**
 * @param {string} key
 * @param {readonly Signature[]} signatures
 * @param {Bytes} signed
 */
async function anyValid(key, signatures, signed) {
  const imported = await crypto.subtle.importKey("raw", fromHex(key), "Ed25519", false, ["verify"]).catch(() => null);
  if (imported === null) return false; // these 32 bytes are no point of the curve
  for (const { sig } of signatures) {
    if (sig.length === SIGNATURE_BYTES && (await crypto.subtle.verify("Ed25519", imported, sig, signed))) return true;
  }
  return false;
}

/** @param {unknown} value */
function readSignature(value) {
  const { keyid = "", sig } = asObject(value, "signature");
  if (typeof sig !== "string" || typeof keyid !== "string") throw new EnvelopeError("sig and keyid must be strings");
  return { keyid, sig: decode(sig, "sig") };
}

/**
 * @param {string} text
 * @param {string} field
 */
function decode(text, field) {
  const bytes = fromBase64(text);
  if (bytes === null) throw new EnvelopeError(`${field} is not base64`);
  return bytes;
}

/**
 * @param {unknown} value
 * @param {string} what
 */
function asObject(value, what) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new EnvelopeError(`${what} must be an object`);
  return /** @type {Record<string, unknown>} */ (value);
}
