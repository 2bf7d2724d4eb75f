/** Where the content scripts run: on the webmails that the reader has allowed, and nowhere else. */

import { matchPattern } from "./settings.js";

/** In the order in which they must run; main.js last. */
export const SCRIPTS = Object.freeze([
  "content/channel.js",
  "content/shapes.js",
  "content/badge.js",
  "content/page.js",
  "content/source.js",
  ...["reading", "gmail", "outlook", "proton", "yahoo", "roundcube", "sogo", "nextcloud", "snappymail", "zimbra"].map((name) => `content/webmails/${name}.js`),
  "content/rows.js",
  "content/main.js",
]);

const ID = "webmails";

/** @param {readonly string[]} patterns match patterns that are granted @returns {chrome.scripting.RegisteredContentScript} */
function registration(patterns) {
  // Webmails show a message in a frame of their own origin, so frames count too.
  return { id: ID, matches: [...patterns], js: [...SCRIPTS], allFrames: true, runAt: "document_end", persistAcrossSessions: true };
}

/**
 * Make the browser's registrations what the settings and the grants say.
 * @param {readonly string[]} webmails origins
 * @param {Ext} ext
 * @returns {Promise<readonly string[]>} the patterns that are in force
 */
export async function register(webmails, ext) {
  const wanted = [...new Set(webmails.map(matchPattern))];
  const granted = await Promise.all(wanted.map((pattern) => ext.permissions.has(pattern)));
  const patterns = wanted.filter((_, i) => granted[i]);
  if (await ext.scripts.registered(ID)) await ext.scripts.unregister(ID);
  if (patterns.length > 0) await ext.scripts.register(registration(patterns));
  return patterns;
}

/**
 * Start in pages that are open already: registration is for pages to come.
 * @param {readonly string[]} patterns
 * @param {Ext} ext
 */
export async function startInOpenTabs(patterns, ext) {
  if (patterns.length === 0) return;
  const tabs = await ext.tabs.matching(patterns);
  // A tab may be closing, or hold an error page: the others still count.
  await Promise.allSettled(tabs.map((tabId) => ext.scripts.run(tabId, SCRIPTS)));
}
