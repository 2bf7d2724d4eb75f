/** What content scripts and pages of ours say to the background. Whatever does not fit is refused as a whole. */

import { list, orNull, record, shape, text } from "./shape.js";

const ID = text(500);
const WEBMAIL = text(40);
const LINE = text(2000); // an address, a subject, a link, a reason
const RAW = text(36_000_000);
const YAHOO_ID = text(200, /^[\w-]+$/);

const EVIDENCE = shape({
  webmail: WEBMAIL,
  headers: orNull(text(256 * 1024)),
  shown: orNull(LINE),
  from: LINE,
  subject: LINE,
  text: text(16 * 1024),
  links: list(200, shape({ href: LINE, text: LINE })),
});

/** @type {MessageReaders} */
const MESSAGES = {
  check: shape({ page: ID, id: ID, evidence: EVIDENCE, raw: orNull(RAW) }),
  unreadable: shape({ page: ID, id: ID }),
  gone: shape({ page: ID, id: orNull(ID) }),
  rows: shape({ page: ID, rows: list(100, shape({ id: ID, webmail: WEBMAIL, from: LINE, subject: LINE })) }),
  listed: shape({ page: ID, marks: list(100, shape({ from: LINE, text: LINE })) }),
  source: shape({ mailbox: YAHOO_ID, message: YAHOO_ID }),
  file: shape({ raw: RAW }),
  settings: shape({}),
  renew: shape({}),
};

/** @param {unknown} value @returns {AnyMessage | null} */
export function readMessage(value) {
  const type = /** @type {AnyMessage["type"]} */ (record(value)["type"]);
  const rest = Object.hasOwn(MESSAGES, type) ? MESSAGES[type](value) : undefined;
  return rest === undefined ? null : /** @type {AnyMessage} */ ({ type, ...rest });
}
