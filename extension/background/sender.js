/** Where a message to the background comes from, by what the browser itself says of its sender. */

/**
 * Whether it is the page `/desk` of that server and fills a tab. Any page can lead a reader there, but none gains by it: the desk opens,
 * and does nothing unasked.
 * @param {{url?: string, frameId?: number}} sender as the browser tells it
 * @param {string} server
 */
export function isDeskPage({ url, frameId }, server) {
  return frameId === 0 && url === `${server}/desk`;
}

/**
 * The origin of the page; empty where none can be told for certain. A window without an address has that of the page that opened
 * it, which the browser tells; a frame without one may hold what a message brought, and has none.
 * @param {{url?: string, origin?: string, frameId?: number}} sender as the browser tells it
 */
export function webmailOrigin({ url = "", origin = "", frameId }) {
  if (url === "about:blank") return frameId === 0 ? origin : "";
  return /^https?:/.test(url) ? new URL(url).origin : "";
}
