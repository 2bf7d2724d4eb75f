/** The limits of drawing/limits.js as exports. */

import "../drawing/limits.js";

export const {
  MAX_HEADER_BLOCK_BYTES,
  MAX_RAW_MESSAGE_BYTES,
  MAX_TEXT_BYTES,
  MAX_LINKS,
  MAX_PAGE_LINKS,
  MAX_LINE_CHARS,
  MAX_MESSAGE_ID_CHARS,
  MAX_ROWS,
  RETRY_SECONDS,
  RENEWAL_HOURS,
} = Lencana.limits;
