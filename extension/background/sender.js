/** Where a message to the background comes from, by what the browser itself says of its sender. */

/**
 * The origin of the page; empty where none can be told for certain. A window without an address has that of the page that opened
 * it, which the browser tells; a frame without one may hold what a message brought, and has none.
 * @param {{url?: string, origin?: string, frameId?: number}} sender as the browser tells it
 */
export function webmailOrigin({ url = "", origin = "", frameId }) {
  if (url === "about:blank") return frameId === 0 ? origin : "";
  return /^https?:/.test(url) ? new URL(url).origin : "";
}
