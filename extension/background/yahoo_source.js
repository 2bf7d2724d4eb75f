/** Fetches raw messages of Yahoo Mail, which keeps them on a host that a page's script may not ask. */

import { MAX_HEADER_BLOCK_BYTES } from "../modules/limits.js";
import { YAHOO } from "../modules/settings/match_patterns.js";

const TIMEOUT_MS = 30_000;

/**
 * The beginning of a raw message; null where none comes. The address is made here, so that no page has us fetch anything else.
 * @param {SourceMessage} message
 * @param {string} origin of the page that asks
 * @param {typeof fetch} [fetcher]
 */
export async function fetchYahooSource({ mailbox, message }, origin, fetcher = (...args) => fetch(...args)) {
  if (origin !== YAHOO.page) return null;
  const address = `${YAHOO.sources}/ws/v3/mailboxes/@.id==${mailbox}/messages/@.id==${message}/content/rawplaintext?appId=YMailNovation`;
  const response = await fetcher(address, { credentials: "include", redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
  const isMessage = response?.ok && !response.headers.get("Content-Type")?.startsWith("text/html");
  return isMessage ? new TextDecoder().decode((await response.arrayBuffer()).slice(0, MAX_HEADER_BLOCK_BYTES)) : null;
}
