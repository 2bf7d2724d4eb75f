/** One message, from what the content script found to what we may say of it. */

import { ServerError } from "./errors.js";
import { headersOfRaw } from "./raw.js";
import { canonical, fromAddress } from "./sender.js";
import { judge, unchecked } from "./verdict.js";

/**
 * @param {CheckMessage} message
 * @param {Surroundings} surroundings
 * @returns {Promise<{judgement: Judgement, needs: "raw" | null}>} `needs` only where the whole message has not been sent
 */
export async function check({ evidence, raw }, { settings, permitted, api, current }) {
  const server = new URL(settings.server).host;
  if (settings.pin === "") return { judgement: unchecked("not_set_up"), needs: null };
  if (!permitted) return { judgement: unchecked("no_permission", { server }), needs: null };
  const [answer] = await Promise.all([api.check(question(evidence, raw, settings.headersOnly)).catch(asServerError), current.standing(settings.pin)]);
  if (answer instanceof ServerError) return { judgement: refusal(answer, server), needs: null };
  const standing = await current.agreeing(settings.pin, sourceOf(api), answer.allowlist.sha256);
  const judgement = judge(answer, witness(evidence, raw), standing);
  return { judgement, needs: raw === null && !settings.headersOnly ? answer.needs : null };
}

/** @param {import("./api.js").Api} api @returns {Source} */
export function sourceOf(api) {
  return { root: (version) => api.root(version), allowlist: () => api.allowlist() };
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
function refusal({ reason, status, detail }, server) {
  return unchecked(reason, { server, detail: reason === "server_error" ? detail || String(status) : server });
}

/** @param {unknown} error @returns {ServerError} */
function asServerError(error) {
  if (error instanceof ServerError) return error;
  throw error;
}
