/** Registers the content scripts: on the webmails that the reader has allowed, and nowhere else. */

import { matchPattern } from "../modules/match_patterns.js";

/** A page belongs to the first whose table matches it. */
export const WEBMAILS = Object.freeze(["gmail", "outlook", "proton", "yahoo", "roundcube", "horde", "cypht", "sogo", "nextcloud", "snappymail", "openxchange", "zimbra"]);

/** In the order in which they run: each may use what those before it have put into `Lencana`. */
export const CONTENT_SCRIPTS = Object.freeze([
  ...["shared", "limits", "header_text", "icon_paths", "badge_styles", "badge"].map((name) => `drawing/${name}.js`),
  ...["channel", "badge_watch", "badge_host", "visibility", "links", "dom", "message_source"].map((name) => `content/${name}.js`),
  ...["message_finder", "adapter", ...WEBMAILS].map((name) => `content/adapters/${name}.js`),
  ...["row_marks", "list_marks", "message_check", "main"].map((name) => `content/${name}.js`),
]);

const REGISTRATION_ID = "webmails";

/**
 * @param {readonly string[]} patterns match patterns that are granted
 * @returns {chrome.scripting.RegisteredContentScript}
 */
function registration(patterns) {
  // Webmails show a message in a frame of their own origin, so frames count too.
  const files = { matches: [...patterns], js: [...CONTENT_SCRIPTS] };
  return { id: REGISTRATION_ID, ...files, allFrames: true, runAt: "document_end", persistAcrossSessions: true };
}

/**
 * Make the browser's registration agree with settings and permissions.
 * @param {readonly string[]} webmails origins
 * @param {Ext} ext
 * @returns {Promise<readonly string[]>} the patterns where they run
 */
export async function registerContentScripts(webmails, ext) {
  const requested = [...new Set(webmails.map(matchPattern))];
  const granted = await Promise.all(requested.map((pattern) => ext.permissions.has(pattern)));
  const patterns = requested.filter((_, i) => granted[i]);
  if (await ext.scripts.registered(REGISTRATION_ID)) await ext.scripts.unregister(REGISTRATION_ID);
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
  // A tab may be closing, or hold an error page: the others go on.
  await Promise.allSettled(tabs.map((tabId) => ext.scripts.run(tabId, CONTENT_SCRIPTS)));
  await Promise.allSettled(tabs.map((tabId) => ext.scripts.checkAgain(tabId))); // what has changed may be the cause of a grey badge
}
