/** Registers the content scripts: on the webmails that the reader has allowed, on one page of his server, and nowhere else. */

import { matchPattern } from "../modules/settings/match_patterns.js";

/** A page belongs to the first whose table matches it. */
export const WEBMAILS = Object.freeze(["gmail", "outlook", "proton", "yahoo", "roundcube", "horde", "cypht", "sogo", "nextcloud", "snappymail", "openxchange", "zimbra"]);

/** In the order in which they run: each may use what those before it have put into `Lencana`. */
export const CONTENT_SCRIPTS = Object.freeze([
  ...["shared", "limits", "header_text", "icon_paths", "badge_styles", "badge"].map((name) => `drawing/${name}.js`),
  ...["channel", "badge_watch", "badge_host", "native", "visibility", "links", "dom", "message_source"].map((name) => `content/${name}.js`),
  ...["message_finder", "adapter", ...WEBMAILS].map((name) => `content/adapters/${name}.js`),
  ...["row_marks", "list_marks", "message_check", "main"].map((name) => `content/${name}.js`),
]);

/** In windows that a webmail opens without an address: they ask for the others. */
const WINDOW_SCRIPTS = Object.freeze(["drawing/shared.js", "content/channel.js", "content/written_window.js"]);

/** In the page `/desk` of the reader's server, which becomes the desk. */
const DESK_SCRIPTS = Object.freeze(["drawing/shared.js", "content/channel.js", "content/open_desk.js"]);

/**
 * @param {readonly string[]} webmails match patterns that are granted
 * @param {readonly string[]} deskPages
 * @returns {chrome.scripting.RegisteredContentScript[]}
 */
function registrations(webmails, deskPages) {
  const filesOf = (/** @type {readonly string[]} */ js, matches = webmails) => ({ matches: [...matches], js: [...js], persistAcrossSessions: true });
  return [
    // Webmails show a message in a frame of their own origin, so frames count too.
    { id: "webmails", ...filesOf(CONTENT_SCRIPTS), allFrames: true, runAt: "document_end" },
    // Not in frames without an address: there are many, and what is in them may be a message's.
    { id: "windows", ...filesOf(WINDOW_SCRIPTS), matchOriginAsFallback: true, runAt: "document_end" },
    { id: "desk", ...filesOf(DESK_SCRIPTS, deskPages), runAt: "document_start" },
  ];
}

/**
 * Make the browser's registration agree with settings and permissions.
 * @param {Settings} settings
 * @param {Ext} ext
 * @returns {Promise<readonly string[]>} the patterns of the webmails where they run
 */
export async function registerContentScripts({ webmails, server, pin }, ext) {
  const requested = [...new Set(webmails.map((url) => matchPattern(url)))];
  const granted = await Promise.all(requested.map((pattern) => ext.permissions.has(pattern)));
  const patterns = requested.filter((_, i) => granted[i]);
  const hasDesk = pin !== "" && (await ext.permissions.has(matchPattern(server)));
  for (const { id } of registrations([], [])) if (await ext.scripts.registered(id)) await ext.scripts.unregister(id);
  const wanted = registrations(patterns, hasDesk ? [matchPattern(server, "/desk")] : []).filter(({ matches = [] }) => matches.length > 0);
  if (wanted.length > 0) await ext.scripts.register(wanted);
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
