/** Decodes the server's answer to `/v1/check`. Its form is validated here; verdict.js decides what of it is believed. */

import { oneOf, record } from "../decoders.js";

export const VERDICTS = Object.freeze(/** @type {const} */ (["verified", "suspicious", "unknown"]));
export const SEVERITIES = Object.freeze(/** @type {const} */ (["danger", "warning", "info", "good"]));
export const RESULTS = Object.freeze(/** @type {const} */ (["pass", "fail", "none"]));
const MAX_REASONS = 30;
const MAX_TEXT_CHARS = 1000;

/**
 * @param {unknown} value
 * @returns {Answer | null} null when it is not an answer
 */
export function decodeAnswer(value) {
  const answer = record(value);
  const authentication = record(answer["authentication"]);
  const list = record(answer["allowlist"]);
  const verdict = answer["verdict"];
  const result = authentication["result"];
  if (!oneOf(VERDICTS, verdict) || !oneOf(RESULTS, result)) return null;
  if (!Array.isArray(answer["reasons"]) || typeof list["version"] !== "number") return null;
  const reasons = answer["reasons"].slice(0, MAX_REASONS).map(decodeReason);
  if (reasons.includes(null)) return null;
  return Object.freeze({
    verdict,
    brand: decodeBrand(answer["brand"]),
    sender: decodeSender(answer["sender"]),
    authentication: {
      result,
      method: textOrNull(authentication["method"]),
      domain: textOrNull(authentication["domain"]),
      by: textOrNull(authentication["by"]),
    },
    reasons: /** @type {Reason[]} */ (reasons),
    advice: text(answer["advice"]),
    needs: answer["needs"] === "raw" ? "raw" : null,
    allowlist: { version: list["version"], sha256: text(list["sha256"]) },
  });
}

/** @param {unknown} value */
function decodeReason(value) {
  const { code, severity, text: sentence } = record(value);
  if (typeof code !== "string" || !oneOf(SEVERITIES, severity)) return null;
  return { code: text(code), severity, text: text(sentence) };
}

/** @param {unknown} value */
function decodeBrand(value) {
  const { id, name } = record(value);
  return typeof id === "string" && typeof name === "string" ? { id: text(id), name: text(name) } : null;
}

/** @param {unknown} value */
function decodeSender(value) {
  const { address, domain, unicode } = record(value);
  return typeof address === "string" ? { address: text(address), domain: text(domain), unicode: text(unicode) } : null;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value.slice(0, MAX_TEXT_CHARS) : "";
}

/** @param {unknown} value */
function textOrNull(value) {
  return typeof value === "string" ? text(value) : null;
}
