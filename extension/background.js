/**
 * Wiring in a browser: which of its events leads to which decision. What it has in common with a mail program is in
 * background/service.js.
 */

import { ext } from "./ext.js";
import { check } from "./background/check.js";
import { CONTENT_SCRIPTS, registerContentScripts, startInOpenTabs } from "./background/content_scripts.js";
import { rowMarks } from "./background/list_marks.js";
import { REFUSED, Service } from "./background/service.js";
import { isDeskPage, webmailOrigin } from "./background/sender.js";
import { shownInToolbar, Tabs, withCover, withMessage, withoutMessage, withoutPages, withView } from "./background/tabs.js";
import { toolbarIcon } from "./background/toolbar_icon.js";
import { fetchYahooSource } from "./background/yahoo_source.js";
import { badgeView, checkingView, listView, toolbar } from "./modules/judgement/badge_view.js";
import { loadSettings } from "./modules/settings/managed.js";
import { requiredPatterns } from "./modules/settings/match_patterns.js";
import { outcomeOf } from "./modules/server/report.js";
import { unchecked } from "./modules/judgement/verdict.js";

const markCache = { read: () => ext.session.read("rows"), write: (/** @type {unknown} */ cache) => ext.session.write("rows", cache) };

const tabs = new Tabs(ext.session, async (tabId, tab) => {
  const { kind, ...state } = toolbar(shownInToolbar(tab), ext.i18nMessage);
  const icon = kind === null || kind === "checking" ? "/icons/lencana-32.png" : toolbarIcon(kind, state.colour);
  await ext.setAction(tabId, { ...state, icon });
});

/** @type {Promise<void>} */
let applying = Promise.resolve();

const service = new Service(ext, tabs, {
  fromContent: fromWebmail,
  onStart: (isNew) => void applyRegistrations().then(() => (isNew ? offerSettings() : undefined)),
  onSettings: () => void applyRegistrations(),
});
ext.tabs.onClosed((tabId) => void tabs.forget(tabId));

/** After the installation the settings are offered, unless a policy has set everything. */
async function offerSettings() {
  const { pin, server, webmails } = await loadSettings(ext);
  if (pin === "" || !(await ext.permissions.has(...[server, ...webmails].flatMap(requiredPatterns)))) await ext.offerSettings();
}

/**
 * Run the content scripts on the allowed webmails. Calls come one after the other, because there can be one registration of an
 * id, and go on after one that failed.
 */
function applyRegistrations() {
  applying = applying.catch(() => undefined).then(async () => {
    await startInOpenTabs(await registerContentScripts(await loadSettings(ext), ext), ext);
  });
  return applying;
}

/**
 * @param {ContentMessage} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {Settings} settings
 */
async function fromWebmail(message, sender, settings) {
  const { tab, frameId = 0 } = sender;
  const tabId = tab?.id;
  const origin = webmailOrigin(sender);
  if (message.type === "desk") return tabId !== undefined && isDeskPage(sender, settings.server) ? ext.tabs.show(tabId, "desk/desk.html") : REFUSED;
  if (tabId === undefined || !settings.webmails.includes(origin)) return REFUSED;
  if (message.type === "settings") return ext.openSettings();
  if (message.type === "window") return frameId === 0 ? ext.scripts.run(tabId, CONTENT_SCRIPTS) : REFUSED;
  if (message.type === "source") return fetchYahooSource(message, origin);
  if (message.type === "gone") return tabs.change(tabId, (open) => withoutMessage(open, message));
  if (message.type === "covered") return tabs.change(tabId, (open) => withCover(open, message));
  if (message.type === "rows") return rowMarks({ origin, rows: message.rows }, await service.checkContext(settings), markCache);
  if (message.type === "listed") return showListMarks(tabId, frameId, message);
  if (message.type === "report") return service.reportForms.openForPage(message, { tabId, frameId }, await tabs.read(tabId), settings);
  const { page, id } = message;
  void tabs.change(tabId, (open) => withMessage(open, { page, frameId, id, view: checkingView(ext.i18nMessage) }));
  void dropVanishedPages(tabId, page);
  const isReadable = message.type === "check";
  const unreadable = { judgement: unchecked("unreadable"), needs: null };
  const checked = isReadable ? check(message, await service.checkContext(settings)) : unreadable;
  const [{ judgement, needs }, canReport] = await Promise.all([checked, service.reportForms.isOffered(settings)]);
  const view = badgeView(judgement, ext.i18nMessage, canReport);
  void tabs.change(tabId, (open) => withView(open, { page, id, view, outcome: outcomeOf(judgement) }));
  return { view, needs };
}

/**
 * Forget the messages of pages that the tab shows no longer. A page that comes while we ask is not in the answer yet: only
 * older ones are dropped.
 * @param {number} tabId
 * @param {string} sender the page that is there for certain
 */
async function dropVanishedPages(tabId, sender) {
  /** @type {string[]} */
  let others = [];
  await tabs.change(tabId, (open) => {
    others = open.map(({ page }) => page).filter((page) => page !== sender);
    return open;
  });
  const present = others.length > 0 ? await ext.tabs.pages(tabId) : null;
  const vanished = present === null ? [] : others.filter((page) => !present.includes(page));
  if (vanished.length > 0) await tabs.change(tabId, (open) => withoutPages(open, vanished));
}

/**
 * The marks of a list are kept as a message with an empty id, which the toolbar shows where no message is open.
 * @param {number} tabId
 * @param {number} frameId
 * @param {ListedMessage} message
 */
async function showListMarks(tabId, frameId, { page, marks }) {
  const list = { page, frameId, id: "", view: listView(marks, ext.i18nMessage) };
  await tabs.change(tabId, (open) => (marks.length > 0 ? withMessage(open, list) : withoutMessage(open, list)));
  await dropVanishedPages(tabId, page);
}
