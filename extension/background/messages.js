/** Decodes what content scripts and pages of ours send to the background. A message with an invalid field is refused as a whole. */

import { array, flag, integer, nullable, object, record, text, word } from "../modules/decoders.js";
import {
  MAX_HEADER_BLOCK_BYTES,
  MAX_LINE_CHARS,
  MAX_PAGE_LINKS,
  MAX_MESSAGE_ID_CHARS,
  MAX_RAW_MESSAGE_BYTES,
  MAX_ROWS,
  MAX_TEXT_BYTES,
} from "../modules/limits.js";
import { ORIGINS, OUTCOME, REPORT, REPORT_ID } from "../modules/server/report.js";

const ID = text(MAX_MESSAGE_ID_CHARS);
const WEBMAIL = text(40);
const LINE = text(MAX_LINE_CHARS);
const RAW = text(Math.ceil(MAX_RAW_MESSAGE_BYTES / 3) * 4); // base64
const YAHOO_ID = text(200, /^[\w-]+$/);

const EVIDENCE = object({
  webmail: WEBMAIL,
  origin: word(ORIGINS),
  headers: nullable(text(MAX_HEADER_BLOCK_BYTES)),
  shown: nullable(LINE),
  from: LINE,
  subject: LINE,
  text: text(MAX_TEXT_BYTES),
  links: array(MAX_PAGE_LINKS, object({ href: LINE, text: LINE })),
  witness: object({ subject: nullable(LINE), date: nullable(text(100)) }),
});

const IN_TAB = object({ tabId: integer, frameId: integer, page: ID, id: ID });
const IN_MEMORY = object({ raw: RAW });

/** @type {MessageDecoders} */
const MESSAGES = {
  check: object({ page: ID, id: ID, evidence: EVIDENCE, raw: nullable(RAW) }),
  unreadable: object({ page: ID, id: ID }),
  covered: object({ page: ID, id: ID, isCovered: flag }),
  gone: object({ page: ID, id: nullable(ID) }),
  rows: object({ page: ID, rows: array(MAX_ROWS, object({ id: ID, webmail: WEBMAIL, from: LINE, subject: LINE })) }),
  listed: object({ page: ID, marks: array(MAX_ROWS, object({ from: LINE, text: LINE })) }),
  source: object({ mailbox: YAHOO_ID, message: YAHOO_ID }),
  file: object({ raw: RAW }),
  settings: object({}),
  window: object({}),
  desk: object({}),
  renew: object({}),
  report: object({ page: ID, id: ID, evidence: nullable(EVIDENCE), diagnosis: LINE }),
  report_open: object({ tab: integer, page: ID, id: ID }),
  report_file: object({ raw: RAW, outcome: OUTCOME }),
  report_take: object({ handle: REPORT_ID }),
  report_send: object({ report: REPORT, server: LINE, source: nullable((value) => IN_MEMORY(value) ?? IN_TAB(value)) }),
  report_answers: object({}),
};

/** @type {readonly string[]} */
const FROM_PAGES = ["file", "renew", "report_open", "report_file", "report_take", "report_send", "report_answers"];

/**
 * Whether it is a message that only pages of ours may send.
 * @param {AnyMessage} message
 * @returns {message is PageMessage}
 */
export function isFromPage(message) {
  return FROM_PAGES.includes(message.type);
}

/**
 * @param {unknown} value
 * @returns {AnyMessage | null}
 */
export function decodeMessage(value) {
  const type = /** @type {AnyMessage["type"]} */ (record(value)["type"]);
  const rest = Object.hasOwn(MESSAGES, type) ? MESSAGES[type](value) : undefined;
  return rest === undefined ? null : /** @type {AnyMessage} */ ({ type, ...rest });
}
