/** Which links of a message tell most, for where not all of them can be sent. */

const HOST_IN_TEXT = /(?:^|[\s/@"'(<])((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?=$|[\s/:?#"')>])/u;
const LOOKALIKE_LETTERS = /** @type {const} */ ([[/0/g, "o"], [/[1|]/g, "l"], [/3/g, "e"], [/5/g, "s"], [/rn/g, "m"], [/vv/g, "w"]]);
const MIN_TYPO_CHARS = 5;
const RANK = Object.freeze({ textDiffers: 0, imitation: 1, firstOfHost: 2, other: 3 });

/**
 * Links whose text shows another host come first, then those that look like a listed brand's, then the first of each host.
 * @param {readonly Link[]} links
 * @param {import("../judgement/allowlist.js").Allowlist | null} allowlist
 * @returns {readonly Link[]}
 */
export function mostTelling(links, allowlist) {
  const words = allowlist?.words ?? [];
  /** @type {Set<string>} */
  const hosts = new Set();
  const ranked = links.map((link) => {
    const host = hostOf(link.href);
    const isFirst = !hosts.has(host);
    hosts.add(host);
    return { link, rank: rankOf(link, host, isFirst, words, allowlist) };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ link }) => link);
}

/**
 * @param {Link} link
 * @param {string} host
 * @param {boolean} isFirst of its host
 * @param {readonly string[]} words
 * @param {import("../judgement/allowlist.js").Allowlist | null} allowlist
 */
function rankOf({ text }, host, isFirst, words, allowlist) {
  const shown = HOST_IN_TEXT.exec(text)?.[1]?.toLowerCase() ?? null;
  if (shown !== null && shown !== host && !shown.endsWith(`.${host}`) && !host.endsWith(`.${shown}`)) return RANK.textDiffers;
  if (!isFirst) return RANK.other;
  const isListed = (allowlist?.listedDomainOf(`@${host}`) ?? null) !== null;
  return !isListed && looksLike(host, words) ? RANK.imitation : RANK.firstOfHost;
}

/** @param {string} href "" where it has no host */
function hostOf(href) {
  return URL.canParse(href) ? new URL(href).hostname : "";
}

/**
 * Whether a host may be made to look like one of the words; a guess, by which no verdict is made.
 * @param {string} host
 * @param {readonly string[]} words
 */
function looksLike(host, words) {
  if (host.includes("xn--")) return true;
  const folded = LOOKALIKE_LETTERS.reduce((text, [from, to]) => text.replace(from, to), host);
  const together = folded.replace(/[^a-z]/g, "");
  const parts = folded.split(/[.-]/).filter(({ length }) => length >= MIN_TYPO_CHARS - 1);
  return words.some((word) => together.includes(word) || parts.some((part) => isWithinOneEdit(part, word)));
}

/**
 * One letter added, left out, replaced, or two swapped.
 * @param {string} part
 * @param {string} word
 */
function isWithinOneEdit(part, word) {
  const difference = part.length - word.length;
  if (word.length < MIN_TYPO_CHARS || Math.abs(difference) > 1) return false;
  let start = 0;
  while (start < word.length && part[start] === word[start]) start += 1;
  let end = 0;
  while (end < Math.min(part.length, word.length) - start && part.at(-1 - end) === word.at(-1 - end)) end += 1;
  const [a, b] = [part.slice(start, part.length - end), word.slice(start, word.length - end)];
  return Math.max(a.length, b.length) <= 1 || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);
}
