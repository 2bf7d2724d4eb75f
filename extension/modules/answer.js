/** The server's answer to `/v1/check`: believed in form only after it was looked at, in content only by verdict.js. */

import { oneOf, record } from "./shape.js";

const MAX_REASONS = 30;
const MAX_TEXT = 1000;

/** @param {unknown} value @returns {Answer | null} null when it is not an answer */
export function readAnswer(value) {
  const answer = record(value);
  const authentication = record(answer["authentication"]);
  const list = record(answer["allowlist"]);
  const verdict = answer["verdict"];
  const result = authentication["result"];
  if (!oneOf(["verified", "suspicious", "unknown"], verdict) || !oneOf(["pass", "fail", "none"], result)) return null;
  if (!Array.isArray(answer["reasons"]) || typeof list["version"] !== "number") return null;
  const reasons = answer["reasons"].slice(0, MAX_REASONS).map(readReason);
  if (reasons.includes(null)) return null;
  return Object.freeze({
    verdict,
    brand: readBrand(answer["brand"]),
    sender: readSender(answer["sender"]),
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
function readReason(value) {
  const { code, severity, text: sentence } = record(value);
  if (typeof code !== "string" || !oneOf(["danger", "warning", "info", "good"], severity)) return null;
  return { code: text(code), severity, text: text(sentence) };
}

/** @param {unknown} value */
function readBrand(value) {
  const { id, name } = record(value);
  return typeof id === "string" && typeof name === "string" ? { id: text(id), name: text(name) } : null;
}

/** @param {unknown} value */
function readSender(value) {
  const { address, domain, unicode } = record(value);
  return typeof address === "string" ? { address: text(address), domain: text(domain), unicode: text(unicode) } : null;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value.slice(0, MAX_TEXT) : "";
}

/** @param {unknown} value */
function textOrNull(value) {
  return typeof value === "string" ? text(value) : null;
}
