/** Yahoo keeps the sources of messages on a host of their own, which a page's script may not ask. */

import { matchPattern } from "./settings.js";

const PAGE = "https://mail.yahoo.com";
const SOURCES = "https://apis.mail.yahoo.com";
const MAX_HEADERS = 256 * 1024; // bytes

/** The permissions that a webmail needs. @param {string} origin */
export function patternsOf(origin) {
  return [origin, ...(origin === PAGE ? [SOURCES] : [])].map(matchPattern);
}

/**
 * The beginning of a message's source; the address is made here, so that no page has us fetch anything else.
 * @param {SourceMessage} message @param {string} origin of the page that asks @param {typeof fetch} [fetcher]
 */
export async function yahooSource({ mailbox, message }, origin, fetcher = (...args) => fetch(...args)) {
  if (origin !== PAGE) return null;
  const address = `${SOURCES}/ws/v3/mailboxes/@.id==${mailbox}/messages/@.id==${message}/content/rawplaintext?appId=YMailNovation`;
  const response = await fetcher(address, { credentials: "include", redirect: "error" }).catch(() => null);
  const isText = response?.ok && !response.headers.get("Content-Type")?.startsWith("text/html");
  return isText ? new TextDecoder().decode((await response.arrayBuffer()).slice(0, MAX_HEADERS)) : null;
}
