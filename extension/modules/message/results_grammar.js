/** The grammar of Authentication-Results (RFC 8601 section 2.2), as strict as the server's core/evidence/authentication_results.py. */

const MAX_VALUE_CHARS = 16 * 1024;
const METHOD_RESULT = /^([a-z0-9-]+)(?:\/[0-9]+)?=([a-z0-9]+)$/i;
const PROPERTY = /^(smtp|header|body|policy|dns)\.[a-z0-9-]+$/;
const LOOKS_LIKE_RESULT = /;\s*[a-z0-9-]+(?:\/[0-9]+)?\s*=/i;

/**
 * @typedef {{method: string, result: string, properties: ReadonlyMap<string, string>}} MethodResult
 * @typedef {{authservId: string | null, results: readonly MethodResult[]}} Results
 */

/** @param {string} text of ASCII alone: in lower case, U+212A is a k */
export function lowerCase(text) {
  return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : text;
}

/**
 * @param {string} value unfolded
 * @returns {Results | null} null where it does not follow the grammar of section 2.2, or may be read in two ways
 */
export function parseResults(value) {
  const segments = value.length > MAX_VALUE_CHARS ? null : segmentsOf(value);
  if (segments === null) return null;
  const tokens = segments.map((segment) => segment.replace(/(^| )([a-z0-9./-]+) *= *(?=[^ ])/gi, "$1$2=").split(" ").filter(Boolean));
  const [first = []] = tokens;
  const [head] = first;
  if (head === undefined) return null;
  const hasId = !head.includes("=");
  if (hasId && (first.length > 2 || (first.length === 2 && !/^\d+$/.test(first[1] ?? "")))) return null;
  const results = tokens.slice(hasId ? 1 : 0).filter((each) => each.length > 0 && each.join() !== "none").map(methodResult);
  if (results.includes(null)) return null;
  return { authservId: hasId ? lowerCase(head) : null, results: /** @type {MethodResult[]} */ (results) };
}

/**
 * @param {readonly string[]} tokens
 * @returns {MethodResult | null}
 */
function methodResult([head = "", ...rest]) {
  const [, method, result] = METHOD_RESULT.exec(head) ?? [];
  if (method === undefined || result === undefined) return null;
  const properties = new Map();
  for (const token of rest) {
    const separator = token.indexOf("=");
    const key = lowerCase(token.slice(0, Math.max(separator, 0)));
    if (!PROPERTY.test(key) || separator === token.length - 1) continue; // servers add more: reason=… or action=…
    if (properties.has(key)) return null;
    properties.set(key, token.slice(separator + 1));
  }
  return { method: method.toLowerCase(), result: result.toLowerCase(), properties };
}

/**
 * What stands between semicolons that are neither in a comment nor in a quoted string. Comments become blanks; blanks in quoted
 * strings become no-break ones, where nothing is split.
 * @param {string} value
 */
function segmentsOf(value) {
  const segments = [""];
  const add = (/** @type {string} */ text) => void segments.push((segments.pop() ?? "") + text);
  for (let i = 0; i < value.length; i += 1) {
    const char = value[i] ?? "";
    if (char === "(" || char === '"') {
      const end = char === "(" ? endOfComment(value, i) : endOfQuotedString(value, i);
      if (end === null) return null;
      add(char === "(" ? " " : value.slice(i + 1, end).replace(/\\(.)/g, "$1").replaceAll(" ", "\u00a0"));
      i = end;
    } else if (char === ";") segments.push("");
    else if (/[\t\r\n ]/.test(char)) add(" ");
    else if (char < " " || char === ")" || char === "\x7f") return null;
    else add(char);
  }
  return segments;
}

/**
 * Where a comment ends that begins there; comments nest (RFC 5322 section 3.2.2). Null for one that does not end, that is glued to
 * a property, that may hide a result, or that holds half a quoted string.
 * @param {string} value
 * @param {number} start
 */
function endOfComment(value, start) {
  const before = value.slice(value.lastIndexOf(" ", start - 1) + 1, start);
  if (start > 0 && !/[ \t\r\n;)]$/.test(before) && before !== "" && before.split("=", 1)[0]?.includes(".")) return null;
  let depth = 0;
  for (let i = start; i < value.length; i += 1) {
    if (value[i] === "\\") i += 1;
    else if (value[i] === "(") depth += 1;
    else if (value[i] === ")" && (depth -= 1) === 0) {
      const comment = value.slice(start, i);
      const hasHalfQuote = comment.split('"').length % 2 === 0;
      return hasHalfQuote || LOOKS_LIKE_RESULT.test(comment) ? null : i;
    }
  }
  return null;
}

/**
 * @param {string} value
 * @param {number} start
 */
function endOfQuotedString(value, start) {
  for (let i = start + 1; i < value.length; i += 1) {
    if (value[i] === "\\") i += 1;
    else if (value[i] === '"') return i;
  }
  return null;
}
