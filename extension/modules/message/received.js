/** The trace of a message: its Received fields, one a hop (RFC 5321 section 4.4), as the server's core/mail/header/received.py reads it. */

const HOST = /^[a-z0-9._-]+$/;
const ADDRESS = /^\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)\]?$/;
/** Top-level names within one network (RFC 6762 appendix G, and the reserved `.internal`). */
export const PRIVATE_ZONES = new Set(["corp", "home", "internal", "intranet", "lan", "local", "localdomain", "private"]);

/**
 * The host that wrote a hop, as its `by` clause names it. What the sender's host calls itself, after `from` and in comments, may be
 * anything: it is passed over.
 * @param {string} received the field
 * @returns {string | null} null for an address, and for a name without a dot
 */
export function byHost(received) {
  const word = byWord(received).replace(/\.$/, "");
  return HOST.test(word) && word.includes(".") && !/(^|\.)\d*$/.test(word) ? word : null;
}

/**
 * Whether a host is of the mail server's organisation, as near as can be told without the public suffix list.
 * @param {string | null} host
 * @param {string} authservId
 */
export function isWithin(host, authservId) {
  const parent = authservId.split(".").length > 2 ? authservId.slice(authservId.indexOf(".") + 1) : authservId;
  return host !== null && (host === parent || host.endsWith(`.${parent}`));
}

/**
 * Whether that mail server is the one that put the message into the mailbox: the first hop that names a host is of its
 * organisation, or there is no hop at all.
 * @param {readonly string[]} hops the Received fields, topmost first
 * @param {string} authservId
 */
export function wasReceivedBy(hops, authservId) {
  const first = hops.find((hop) => !ADDRESS.test(byWord(hop)));
  return first === undefined ? hops.length === 0 : isWithin(byHost(first), authservId);
}

/**
 * Whether the mailbox's mail server is certainly of another organisation: by the first hop that names a public host.
 * @param {readonly string[]} hops the Received fields, topmost first
 * @param {string} authservId
 */
export function wasReceivedElsewhere(hops, authservId) {
  const host = hops.map(byHost).find((name) => name !== null && !PRIVATE_ZONES.has(name.slice(name.lastIndexOf(".") + 1)));
  return authservId.includes(".") && host !== undefined && !isWithin(host, authservId);
}

/** @param {string} received what stands after its `by`; empty where nothing does */
function byWord(received) {
  const end = received.lastIndexOf(";");
  const value = received.slice(received.indexOf(":") + 1, Math.max(end, 0));
  const words = withoutComments(value).split(/[ \t]+/).filter(Boolean).map((word) => word.toLowerCase());
  const by = words.indexOf("by", words[0] === "from" ? 2 : 0);
  return by < 0 ? "" : (words[by + 1] ?? "");
}

/** @param {string} value with a blank for each comment; comments nest (RFC 5322 section 3.2.2) */
function withoutComments(value) {
  let depth = 0;
  return value.replace(/[()]|[^()]+/g, (part) => {
    if (part === "(") depth += 1;
    else if (part === ")") depth = Math.max(0, depth - 1);
    return depth > 0 || part === ")" ? " " : part;
  });
}
