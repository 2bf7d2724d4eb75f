/** Checks one message: from the evidence that the content script found to our judgement. */

import { ServerError } from "../modules/errors.js";
import { canonicalAddress, fromAddress } from "../modules/from_field.js";
import { MAX_TEXT_BYTES } from "../modules/limits.js";
import { judge, unchecked } from "../modules/verdict.js";
import { headerBlockOfRaw } from "./raw_headers.js";

/**
 * No sender, and no mail server that vouches for anything.
 * @type {ObservedSender}
 */
export const NOBODY = Object.freeze({ from: null, shown: null, headers: null, witness: null, origin: "file", isRaw: false, webmail: "" });

/**
 * @param {CheckMessage} message
 * @param {CheckContext} context
 * @returns {Promise<{judgement: Judgement, needs: "raw" | null}>} `needs` only where the whole message has not been sent
 */
export async function check({ evidence, raw }, context) {
  const { headersOnly } = context.settings;
  const { judgement, needs } = await ask(requestBody(evidence, raw, headersOnly), observedSender(evidence, raw), context);
  return { judgement, needs: raw === null && !headersOnly ? needs : null };
}

/**
 * A message that the reader has saved as a file.
 * @param {string} raw base64
 * @param {CheckContext} context
 */
export function checkFile(raw, context) {
  const headers = headerBlockOfRaw(raw);
  return ask({ origin: "file", raw }, { ...NOBODY, from: fromAddress(headers), headers, isRaw: true }, context);
}

/**
 * A text or a link from anywhere. It has no sender, so it can be suspicious but never verified.
 * @param {string} text
 * @param {string} href
 * @param {CheckContext} context
 */
export function checkText(text, href, context) {
  return ask({ text: text.slice(0, MAX_TEXT_BYTES), links: href === "" ? [] : [{ href, text: "" }] }, NOBODY, context);
}

/**
 * @param {CheckRequest} request
 * @param {ObservedSender} sender
 * @param {CheckContext} context
 * @returns {Promise<{judgement: Judgement, needs: "raw" | null}>}
 */
async function ask(request, sender, { settings, permitted, api, listInForce }) {
  const server = new URL(settings.server).host;
  if (settings.pin === "") return { judgement: unchecked("not_set_up"), needs: null };
  if (!permitted) return { judgement: unchecked("no_permission", { server }), needs: null };
  const [answer] = await Promise.all([api.check(request).catch(asServerError), listInForce.status(settings.pin)]);
  if (answer instanceof ServerError) return { judgement: uncheckedFor(answer, server), needs: null };
  const status = await listInForce.statusFor(settings.pin, api, answer.allowlist.sha256);
  return { judgement: judge(answer, sender, status), needs: answer.needs };
}

/**
 * The best evidence there is, and what of the body is visible.
 * @param {Evidence} evidence
 * @param {string | null} raw
 * @param {boolean} headersOnly
 * @returns {CheckRequest}
 */
function requestBody({ webmail, origin, headers, from, subject, text, links }, raw, headersOnly) {
  if (raw !== null && !headersOnly) return { webmail, origin, raw };
  return { webmail, origin, ...(headers === null ? { from, subject } : { headers }), ...(headersOnly ? {} : { text, links }) };
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
