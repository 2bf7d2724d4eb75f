/** The permissions that addresses need, as match patterns. */

/** Yahoo keeps raw messages on a host of its own, which needs a permission of its own. */
export const YAHOO = Object.freeze({ page: "https://mail.yahoo.com", sources: "https://apis.mail.yahoo.com" });

/**
 * @param {string} url without its port: a match pattern cannot hold one
 * @param {string} [path]
 */
export function matchPattern(url, path = "/*") {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}${path}`;
}

/**
 * Every pattern that a webmail or a server needs.
 * @param {string} origin
 */
export function requiredPatterns(origin) {
  return [origin, ...(origin === YAHOO.page ? [YAHOO.sources] : [])].map((url) => matchPattern(url));
}
