/** Limits and intervals that more than one part keeps. Modules import them from modules/limits.js. */

/** @type {any} */ (globalThis).Lencana ??= {};
Lencana.limits = Object.freeze({
  MAX_HEADER_BLOCK_BYTES: 256 * 1024,
  MAX_RAW_MESSAGE_BYTES: 25 * 1024 * 1024,
  MAX_TEXT_BYTES: 16 * 1024, // visible text of a message
  MAX_LINKS: 200, // of a message, in one request
  MAX_PAGE_LINKS: 1000, // that are looked at, to choose from
  MAX_LINE_CHARS: 2000, // an address, a subject, a link, a reason
  MAX_MESSAGE_ID_CHARS: 500,
  MAX_ROWS: 100, // of a list, in one request
  RETRY_SECONDS: 30, // until what was refused, or not answered, is asked again
  RENEWAL_HOURS: 6, // from one look for a newer list to the next
});
