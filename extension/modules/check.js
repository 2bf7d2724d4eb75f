/** One message, from what the content script found to what we may say of it. */

import { ServerError } from "./errors.js";
import { headersOfRaw } from "./raw.js";
import { canonical, fromAddress } from "./sender.js";
import { judge, unchecked } from "./verdict.js";

const MAX_TEXT = 16 * 1024;

/**
 * @param {CheckMessage} message
 * @param {Surroundings} surroundings
 * @returns {Promise<{judgement: Judgement, needs: "raw" | null}>} `needs` only where the whole message has not been sent
 */
export async function check({ evidence, raw }, surroundings) {
  const { headersOnly } = surroundings.settings;
  const { judgement, needs } = await ask(question(evidence, raw, headersOnly), witness(evidence, raw), surroundings);
  return { judgement, needs: raw === null && !headersOnly ? needs : null };
}

/** A message that the reader has saved as a file. @param {string} raw base64 @param {Surroundings} surroundings */
export function checkFile(raw, surroundings) {
  return ask({ raw }, { from: fromAddress(headersOfRaw(raw)), shown: null }, surroundings);
}

/** A text or a link from anywhere: nobody's, so it can be suspicious but never verified. @param {string} text @param {string} href @param {Surroundings} surroundings */
export function checkText(text, href, surroundings) {
  return ask({ text: text.slice(0, MAX_TEXT), links: href === "" ? [] : [{ href, text: "" }] }, { from: null, shown: null }, surroundings);
}

/** @param {Question} question @param {Witness} witness @param {Surroundings} surroundings @returns {Promise<{judgement: Judgement, needs: "raw" | null}>} */
async function ask(question, witness, { settings, permitted, api, current }) {
  const server = new URL(settings.server).host;
  if (settings.pin === "") return { judgement: unchecked("not_set_up"), needs: null };
  if (!permitted) return { judgement: unchecked("no_permission", { server }), needs: null };
  const [answer] = await Promise.all([api.check(question).catch(asServerError), current.standing(settings.pin)]);
  if (answer instanceof ServerError) return { judgement: refusal(answer, server), needs: null };
  const standing = await current.agreeing(settings.pin, api, answer.allowlist.sha256);
  return { judgement: judge(answer, witness, standing), needs: answer.needs };
}

/** The best evidence there is, and what of the body is visible. @param {Evidence} evidence @param {string | null} raw @param {boolean} headersOnly @returns {Question} */
function question({ webmail, headers, from, subject, text, links }, raw, headersOnly) {
  if (raw !== null && !headersOnly) return { webmail, raw };
  return { webmail, ...(headers === null ? { from, subject } : { headers }), ...(headersOnly ? {} : { text, links }) };
}

/** @param {Evidence} evidence @param {string | null} raw @returns {Witness} */
function witness({ headers, shown }, raw) {
  return {
    from: fromAddress(raw === null ? headers : headersOfRaw(raw)),
    shown: shown === null ? null : canonical(shown) ?? shown,
  };
}

/** @param {ServerError} error @param {string} server */
function refusal({ reason, status, detail, wait }, server) {
  return unchecked(reason, { server, detail: reason === "server_error" ? detail || String(status) : server, wait: String(wait) });
}

/** @param {unknown} error @returns {ServerError} */
function asServerError(error) {
  if (error instanceof ServerError) return error;
  throw error;
}
