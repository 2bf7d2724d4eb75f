/** What Thunderbird knows of a message, as evidence: its bytes, the sender that the window shows, and where it comes from. */

import { headerBlockOfRaw } from "../background/raw_headers.js";
import { MAX_LINE_CHARS, MAX_RAW_MESSAGE_BYTES } from "../modules/limits.js";
import { toBase64 } from "../modules/trust/bytes.js";

/** Accounts into which a mail server delivers. Newsgroups and feeds hold what anybody wrote, and into local folders files are moved. */
const DELIVERING = Object.freeze(["imap", "pop3", "ews"]);
/** An attachment has the address of its message with a part's number, or, opened by a click, of a file that Thunderbird has made. */
const ATTACHED = /[?&]part=|\/pid-\d+\/[^/?]+\?/;
const MAX_COMPARED_LETTERS = 200; // of a subject
const HEADERS_ALONE_BYTES = 384 * 1024; // enough to find the end of any header block that we take

/**
 * @param {MailHeader} message
 * @param {string} address of its document
 * @param {Pick<Messenger, "raw" | "accountType">} messenger
 * @returns {Promise<Pick<CheckMessage, "evidence" | "raw">>}
 */
export async function evidenceOf(message, address, messenger) {
  const [bytes, origin] = await Promise.all([messenger.raw(message.id), originOf(message, address, messenger)]);
  const isWhole = message.headersOnly !== true && bytes.length <= MAX_RAW_MESSAGE_BYTES;
  const raw = isWhole ? toBase64(bytes) : null;
  const headers = headerBlockOfRaw(raw ?? toBase64(bytes.subarray(0, HEADERS_ALONE_BYTES)));
  const shown = addressIn(message.author);
  const page = { from: message.author.slice(0, MAX_LINE_CHARS), subject: "", text: "", links: [] };
  return { evidence: { webmail: "thunderbird", origin, headers, shown, ...page, witness: { subject: null, date: null } }, raw };
}

/**
 * @param {MailHeader} message
 * @param {string} address
 * @param {Pick<Messenger, "accountType">} messenger
 * @returns {Promise<Origin>}
 */
async function originOf({ external, folder }, address, messenger) {
  if (external || folder === undefined) return ATTACHED.test(address) ? "attached" : "file";
  return DELIVERING.includes((await messenger.accountType(folder.accountId)) ?? "") ? "delivered" : "file";
}

/** @param {string} mailbox name and address, as Thunderbird writes them */
function addressIn(mailbox) {
  return (/<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim().slice(0, MAX_LINE_CHARS) || null;
}

/**
 * Whether a document may be that of a message: Thunderbird writes the subject into its title, and sender, subject and date into
 * its first table, before anything that the message says.
 * @param {MailHeader} message
 * @param {Pick<Evidence, "subject" | "from">} document
 */
export function isDocumentOf({ subject, author }, document) {
  const address = addressIn(author)?.toLowerCase() ?? "";
  return letters(document.subject).includes(letters(subject)) && (document.from === "" || document.from.toLowerCase().includes(address));
}

/** @param {string} text what of it stays the same in a title: the first of its letters and digits */
function letters(text) {
  return text.slice(0, MAX_LINE_CHARS).normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase().slice(0, MAX_COMPARED_LETTERS);
}
