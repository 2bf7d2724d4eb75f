/**
 * An admin's session: a short statement, signed with a list key, in place of a password (docs/format.md section 9). It names the one
 * server that it is for.
 */

import { signEnvelope } from "../trust/signing.js";

const SESSION_TYPE = "application/vnd.lencana.session.v1+json";
const SCHEME = "Lencana"; // of the Authorization field
export const MAX_SESSION_SECONDS = 8 * 60 * 60;

/**
 * @param {string} server its address
 * @param {number} now milliseconds since 1970
 * @param {Signer} signer
 * @param {number} [seconds] how long it lasts
 * @returns {Promise<{authorization: string, server: string, expires: number}>} what the Authorization field says, and until when
 */
export async function newSession(server, now, signer, seconds = MAX_SESSION_SECONDS) {
  const { origin } = new URL(server);
  const issued = Math.floor(now / 1000) * 1000;
  const expires = issued + seconds * 1000;
  const payload = sessionPayload(origin, issued, expires);
  const envelope = await signEnvelope({ payloadType: SESSION_TYPE, payload }, signer);
  return { authorization: authorizationOf(envelope), server: origin, expires };
}

/**
 * The bytes that are signed.
 * @param {string} origin
 * @param {number} issued
 * @param {number} expires
 * @returns {Bytes}
 */
function sessionPayload(origin, issued, expires) {
  return new TextEncoder().encode(JSON.stringify({ server: origin, issued: time(issued), expires: time(expires) }));
}

/**
 * base64url without padding (RFC 4648 section 5).
 * @param {string} envelope JSON, in ASCII
 */
export function authorizationOf(envelope) {
  return `${SCHEME} ${btoa(envelope).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")}`;
}

/** @param {number} milliseconds */
function time(milliseconds) {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
