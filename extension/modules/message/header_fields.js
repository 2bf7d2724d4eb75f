/** The fields of a header block (RFC 5322 section 2.2), or nothing where mail programs disagree on what they are. */

const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+:/;
/** Of which a message has one (RFC 5322 section 3.6, RFC 2045). */
export const SINGLE_FIELDS = Object.freeze([
  "from", "sender", "reply-to", "to", "cc", "subject", "date", "mime-version", "content-type", "content-transfer-encoding",
]);

/**
 * @param {string | null} headers the header block as text, with or without what follows it
 * @returns {string[] | null} unfolded, topmost first; null for a bare CR, NUL, a line that is neither a field nor its
 *   continuation, or a continuation of nothing
 */
export function headerFields(headers) {
  if (headers === null) return null;
  const end = /\r?\n\r?\n/.exec(headers)?.index ?? headers.length;
  const lines = headers.slice(0, end).split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const isWellFormed = lines.every((line, i) => !/[\0\r]/.test(line) && (FIELD_NAME.test(line) || (i > 0 && /^[ \t]/.test(line))));
  return isWellFormed ? unfold(lines) : null;
}

/**
 * The values of all fields of one name, topmost first.
 * @param {readonly string[]} fields
 * @param {string} name in lower case
 */
export function valuesOf(fields, name) {
  const prefix = `${name}:`;
  return fields.filter((field) => field.slice(0, prefix.length).toLowerCase() === prefix).map((field) => trimmed(field.slice(prefix.length)));
}

/**
 * The SINGLE_FIELDS that stand in a message more than once: one may have been added on the way, and be the one that is shown.
 * @param {readonly string[]} fields
 */
export function repeatedFields(fields) {
  return SINGLE_FIELDS.filter((name) => valuesOf(fields, name).length > 1);
}

/** @param {readonly string[]} lines */
function unfold(lines) {
  /** @type {string[]} */
  const fields = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line)) fields[fields.length - 1] += ` ${trimmed(line)}`;
    else fields.push(line);
  }
  return fields;
}

/** @param {string} text without blanks at its ends; other white space is a part of it */
function trimmed(text) {
  return text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "");
}
