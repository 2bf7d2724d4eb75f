/** Checks one message: from the evidence that the content script found to our judgement. */

import { ServerError } from "../modules/errors.js";
import { canonicalAddress, fromAddress } from "../modules/message/from_field.js";
import { MAX_TEXT_BYTES } from "../modules/limits.js";
import { judge, unchecked } from "../modules/judgement/verdict.js";
import { questions } from "./question.js";
import { headerBlockOfRaw } from "./raw_headers.js";

/** Status of an answer to a question that this server does not take, though it may take a smaller one. */
export const REFUSALS = Object.freeze([400, 413, 422]);

/**
 * Without a sender, and without authentication results.
 * @type {ObservedSender}
 */
export const NOBODY = Object.freeze({ from: null, shown: null, headers: null, witness: null, origin: "file", isRaw: false, webmail: "" });

/**
 * @param {CheckMessage} message
 * @param {CheckContext} context
 * @returns {Promise<{judgement: Judgement, needs: "raw" | null}>} `needs` only where the whole message has not been sent
 */
export async function check({ evidence, raw }, context) {
  const { settings: { pin, headersOnly }, listInForce } = context;
  const { allowlist } = await listInForce.status(pin);
  const hasAllWords = (/** @type {CheckRequest} */ request) =>
    headersOnly || request.raw !== undefined || ((request.text ?? "") === evidence.text && (raw === null || evidence.text !== ""));
  const { judgement, needs } = await ask(questions(evidence, raw, headersOnly, allowlist), observedSender(evidence, raw), context, hasAllWords);
  if (judgement.kind === "verified" && !headersOnly && raw === null && evidence.text.trim() === "" && evidence.links.length === 0)
    return { judgement: unchecked("unreadable"), needs: "raw" }; // nobody has read what may be a stranger's words
  return { judgement, needs: raw === null && !headersOnly ? needs : null };
}

/**
 * A message that the reader has saved as a file.
 * @param {string} raw base64
 * @param {CheckContext} context
 */
export function checkFile(raw, context) {
  const headers = headerBlockOfRaw(raw);
  return ask([{ origin: "file", raw }], { ...NOBODY, from: fromAddress(headers), headers, isRaw: true }, context);
}

/**
 * A text or a link from anywhere. It has no sender, so it can be suspicious but never verified.
 * @param {string} text
 * @param {string} href
 * @param {CheckContext} context
 */
export function checkText(text, href, context) {
  return ask([{ text: text.slice(0, MAX_TEXT_BYTES).toWellFormed(), links: href === "" ? [] : [{ href, text: "" }] }], NOBODY, context);
}

/**
 * @param {Iterable<CheckRequest>} requests each smaller than the one before, for as long as the server refuses
 * @param {ObservedSender} sender
 * @param {CheckContext} context
 * @param {(request: CheckRequest) => boolean} [hasAllWords] green is no answer to less: what is left out may be a stranger's
 * @returns {Promise<{judgement: Judgement, needs: "raw" | null}>}
 */
async function ask(requests, sender, { settings, permitted, api, listInForce }, hasAllWords = () => true) {
  const server = new URL(settings.server).host;
  if (settings.pin === "") return { judgement: unchecked("not_set_up"), needs: null };
  if (!permitted) return { judgement: unchecked("no_permission", { server }), needs: null };
  const [{ answer, request, refusal }] = await Promise.all([askFitting(requests, api), listInForce.status(settings.pin)]);
  if (answer instanceof ServerError) return { judgement: uncheckedFor(answer, server), needs: null };
  if (answer.verdict === "verified" && refusal !== null && !hasAllWords(request)) return { judgement: uncheckedFor(refusal, server), needs: null };
  const status = await listInForce.statusFor(settings.pin, api, answer.allowlist.sha256);
  return { judgement: judge(answer, { ...sender, isRaw: request.raw !== undefined }, status), needs: answer.needs };
}

/**
 * The answer to the first question that the server takes, that question, and why it did not take the first; null if it did.
 * @param {Iterable<CheckRequest>} requests
 * @param {Api} api
 */
async function askFitting(requests, api) {
  /** @type {Answer | ServerError} */
  let answer = new ServerError("bad_answer");
  /** @type {CheckRequest} */
  let asked = {};
  /** @type {ServerError | null} */
  let refusal = null;
  for (const request of requests) {
    asked = request;
    answer = await api.check(request).catch(asServerError);
    if (!(answer instanceof ServerError) || !REFUSALS.includes(answer.status)) break;
    refusal ??= answer;
  }
  return { answer, request: asked, refusal };
}

/**
 * @param {Evidence} evidence
 * @param {string | null} raw
 * @returns {ObservedSender}
 */
function observedSender({ headers: shownHeaders, shown, witness, origin, webmail }, raw) {
  const headers = raw === null ? shownHeaders : headerBlockOfRaw(raw);
  return {
    from: fromAddress(headers),
    shown: shown === null ? null : canonicalAddress(shown) ?? shown,
    headers,
    witness,
    origin,
    isRaw: raw !== null,
    webmail,
  };
}

/**
 * @param {ServerError} error
 * @param {string} server
 */
function uncheckedFor({ reason, status, detail, wait }, server) {
  return unchecked(reason, { server, detail: reason === "server_error" ? detail || String(status) : server, wait: String(wait) });
}

/**
 * @param {unknown} error
 * @returns {ServerError}
 */
function asServerError(error) {
  if (error instanceof ServerError) return error;
  throw error;
}
