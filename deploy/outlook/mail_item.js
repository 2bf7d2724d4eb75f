/**
 * What Outlook knows of the message that is open: its header block, its sender, its text, and where the program has it, its source.
 * https://learn.microsoft.com/javascript/api/outlook/office.messageread
 */

import { MAX_LINE_CHARS, MAX_PAGE_LINKS, MAX_RAW_MESSAGE_BYTES, MAX_TEXT_BYTES } from "./extension/modules/limits.js";

/** The requirement set with `getAsFileAsync`. */
const WITH_SOURCE = "1.14";

/**
 * @param {OutlookItem} item
 * @returns {Promise<Evidence>}
 */
export async function evidenceOf(item) {
  const [headers, text, html] = await Promise.all([
    answerOf((then) => item.getAllInternetHeadersAsync(then)),
    answerOf((then) => item.body.getAsync("text", then)),
    answerOf((then) => item.body.getAsync("html", then)),
  ]);
  const { emailAddress = "", displayName = "" } = item.from ?? {};
  return {
    webmail: "outlook",
    origin: originOf(item),
    headers: headers?.trim() ? headers.trimStart() : null,
    shown: cut(emailAddress) || null,
    from: cut(displayName && displayName !== emailAddress ? `"${displayName.replace(/["\\]/g, "")}" <${emailAddress}>` : emailAddress),
    subject: cut(item.subject ?? ""),
    text: (text ?? "").slice(0, MAX_TEXT_BYTES).toWellFormed(),
    links: linksIn(html ?? ""),
    witness: { subject: item.subject || null, date: null },
  };
}

/**
 * An item without an identifier of its own is not in the mailbox: Outlook has opened it from an attachment or a file.
 * @param {OutlookItem} item
 * @returns {Origin}
 */
export function originOf({ itemId }) {
  return typeof itemId === "string" && itemId !== "" ? "delivered" : "attached";
}

/**
 * The links of the message's HTML, which is parsed and never shown.
 * @param {string} html
 * @returns {Link[]}
 */
export function linksIn(html) {
  /** @type {Map<string, Link>} */
  const links = new Map();
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const anchor of page.querySelectorAll("a[href]")) {
    const href = (anchor.getAttribute("href") ?? "").replace(/^[\0- ]+|[\t\n\r]/g, ""); // as browsers read it (WHATWG URL)
    if (!/^(https?:|[\\/]{2})/i.test(href)) continue;
    const text = cut((anchor.textContent ?? "").trim());
    links.set(`${href}\n${text}`, { href: cut(/^h/i.test(href) ? href : `https:${href}`), text });
    if (links.size === MAX_PAGE_LINKS) break;
  }
  return [...links.values()];
}

/**
 * Whether this Outlook can give the whole message.
 * @param {OutlookItem} item
 * @param {OutlookContext} context
 */
export function hasSource(item, { requirements }) {
  return item.getAsFileAsync !== undefined && requirements.isSetSupported("Mailbox", WITH_SOURCE);
}

/**
 * The whole message in base64; null where this Outlook cannot give it, or it is too large.
 * @param {OutlookItem} item
 * @param {OutlookContext} context
 */
export async function sourceOf(item, context) {
  if (!hasSource(item, context)) return null;
  const source = await answerOf((then) => item.getAsFileAsync?.(then));
  return source !== null && (source.length * 3) / 4 <= MAX_RAW_MESSAGE_BYTES ? source : null;
}

/**
 * What Outlook answers; null where it fails.
 * @param {(then: (result: OutlookResult) => void) => void} ask
 * @returns {Promise<string | null>}
 */
function answerOf(ask) {
  return new Promise((resolve) => {
    ask(({ status, value }) => resolve(status === "succeeded" && typeof value === "string" ? value : null));
  });
}

/** @param {string} line */
function cut(line) {
  return line.slice(0, MAX_LINE_CHARS).toWellFormed();
}
