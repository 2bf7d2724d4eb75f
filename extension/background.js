/**
 * Wiring: which event of the browser leads to which decision. All listeners are added at once: a worker that was evicted needs
 * them when it wakes.
 */

import { ext } from "./ext.js";
import { check, checkFile, checkText } from "./background/check.js";
import { registerContentScripts, startInOpenTabs } from "./background/content_scripts.js";
import { rowMarks } from "./background/list_marks.js";
import { decodeMessage, isFromPage } from "./background/messages.js";
import { ReportForms } from "./background/report_forms.js";
import { Reports } from "./background/reports.js";
import { shownInToolbar, Tabs, withCover, withMessage, withoutMessage, withoutPages, withView } from "./background/tabs.js";
import { toolbarIcon } from "./background/toolbar_icon.js";
import { fetchYahooSource } from "./background/yahoo_source.js";
import { createApi } from "./modules/api.js";
import { badgeView, checkingView, listView, toolbar } from "./modules/badge_view.js";
import { RENEWAL_HOURS } from "./modules/limits.js";
import { loadSettings } from "./modules/managed.js";
import { matchPattern, requiredPatterns } from "./modules/match_patterns.js";
import { outcomeOf } from "./modules/report.js";
import { ListInForce } from "./modules/trust/list_in_force.js";
import { unchecked } from "./modules/verdict.js";

/** The answer to a page whose origin is not, or no longer, allowed. An error is answered with null. */
const REFUSED = "refused";

const listInForce = new ListInForce({ read: () => ext.local.read("trust"), write: (state) => ext.local.write("trust", state) }, Date.now);

/** A busy server is left alone by everything that asks it. */
const backOff = { until: 0 };
const apiFor = (/** @type {Settings} */ settings) => createApi(settings, ext.i18nMessage("language"), backOff);

const markCache = { read: () => ext.session.read("rows"), write: (/** @type {unknown} */ cache) => ext.session.write("rows", cache) };

const tabs = new Tabs(
  {
    read: async (tabId) => /** @type {Tab} */ ((await ext.session.read(`tab:${tabId}`)) ?? []),
    write: (tabId, tab) => ext.session.write(`tab:${tabId}`, tab.length > 0 ? tab : null),
  },
  async (tabId, tab) => {
    const { kind, ...state } = toolbar(shownInToolbar(tab), ext.i18nMessage);
    const icon = kind === null || kind === "checking" ? "/icons/lencana-32.png" : toolbarIcon(kind, state.colour);
    await ext.setAction(tabId, { ...state, icon });
  },
);

const reports = new Reports(ext, Date.now, ext.minuteAlarm("reports", () => void sendWaiting()));
const reportForms = new ReportForms(ext, reports, apiFor);

/** @type {Promise<void>} */
let applying = Promise.resolve();

ext.onMessage(async (value, sender) => {
  const message = decodeMessage(value);
  if (message === null) return REFUSED;
  const settings = await loadSettings(ext);
  const isOurs = sender.url?.startsWith(ext.url("")) === true;
  if (isOurs) return isFromPage(message) ? fromOurPage(message, settings) : REFUSED;
  return isFromPage(message) ? REFUSED : fromWebmail(message, sender, settings);
});

ext.onStart((isNew) => void applyRegistrations().then(() => (isNew ? offerSettings() : undefined)));
ext.onStored("local", "settings", () => void applyRegistrations());
ext.onStored("managed", "", () => void loadSettings(ext)); // which stores it as the last policy
ext.onStored("local", "policy", () => void applyRegistrations());
ext.onAlarm("renew", RENEWAL_HOURS * 60, () => void renewUnasked());
ext.permissions.onChanged(() => void applyRegistrations());
ext.menu(ext.i18nMessage("menu_check"), (text, link) => void checkSelected(text, link));
ext.tabs.onClosed((tabId) => void ext.session.write(`tab:${tabId}`, null));

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
    const { webmails } = await loadSettings(ext);
    await startInOpenTabs(await registerContentScripts(webmails, ext), ext);
  });
  return applying;
}

/**
 * @param {PageMessage} message
 * @param {Settings} settings
 */
async function fromOurPage(message, settings) {
  if (message.type === "renew") return renew(settings);
  if (message.type === "file") return fileReply(message.raw, settings);
  if (message.type === "report_take") return reportForms.take(message.handle);
  if (message.type === "report_send") return reportForms.send(message, settings);
  if (message.type === "report_answers") return reports.renewAnswers(settings.server, apiFor(settings));
  if (message.type === "report_file") return reportForms.openForFile(message, settings);
  const { frameId } = (await tabs.read(message.tab)).find(({ page, id }) => page === message.page && id === message.id) ?? {};
  return frameId === undefined ? REFUSED : ext.scripts.report(message.tab, frameId, message.page, message.id);
}

/**
 * @param {ContentMessage} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {Settings} settings
 */
async function fromWebmail(message, { tab, frameId = 0, url }, settings) {
  const tabId = tab?.id;
  const origin = url === undefined ? "" : new URL(url).origin;
  if (tabId === undefined || !settings.webmails.includes(origin)) return REFUSED;
  if (message.type === "settings") return ext.openSettings();
  if (message.type === "source") return fetchYahooSource(message, origin);
  if (message.type === "gone") return tabs.change(tabId, (open) => withoutMessage(open, message));
  if (message.type === "covered") return tabs.change(tabId, (open) => withCover(open, message));
  if (message.type === "rows") return rowMarks({ origin, rows: message.rows }, await checkContext(settings), markCache);
  if (message.type === "listed") return showListMarks(tabId, frameId, message);
  if (message.type === "report") return reportForms.openForPage(message, { tabId, frameId }, await tabs.read(tabId), settings);
  const { page, id } = message;
  void tabs.change(tabId, (open) => withMessage(open, { page, frameId, id, view: checkingView(ext.i18nMessage) }));
  void dropVanishedPages(tabId, page);
  const isReadable = message.type === "check";
  const unreadable = { judgement: unchecked("unreadable"), needs: null };
  const checked = isReadable ? check(message, await checkContext(settings)) : unreadable;
  const [{ judgement, needs }, canReport] = await Promise.all([checked, reportForms.isOffered(settings)]);
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
 * @param {Settings} settings
 * @returns {Promise<CheckContext>}
 */
async function checkContext(settings) {
  const permitted = await ext.permissions.has(matchPattern(settings.server));
  return { settings, permitted, api: apiFor(settings), listInForce };
}

/**
 * @param {string} raw
 * @param {Settings} settings
 * @returns {Promise<FileReply>}
 */
async function fileReply(raw, settings) {
  const [{ judgement }, canReport] = await Promise.all([checkFile(raw, await checkContext(settings)), reportForms.isOffered(settings)]);
  return { view: badgeView(judgement, ext.i18nMessage, canReport), outcome: outcomeOf(judgement) };
}

async function sendWaiting() {
  const settings = await loadSettings(ext);
  await reports.sendWaiting(settings.server, apiFor(settings));
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

/**
 * The popup shows it in a window of its own, which no page can draw.
 * @param {string} text
 * @param {string} link
 */
async function checkSelected(text, link) {
  const show = (/** @type {BadgeView} */ view) => ext.session.write("tab:checked", [{ page: "", frameId: 0, id: "checked", view }]);
  await show(checkingView(ext.i18nMessage));
  await ext.openWindow("pages/popup/popup.html?tab=checked");
  const { judgement } = await checkText(text, link, await checkContext(await loadSettings(ext)));
  await show(badgeView(judgement, ext.i18nMessage));
}

/**
 * For the settings page: fetch the list now and tell its status.
 * @param {Settings} settings
 */
async function renew(settings) {
  const api = apiFor(settings);
  await Promise.all([listInForce.renew(settings.pin, api), reportForms.renewMode(settings)]);
  const { allowlist, fresh, expires, problem } = await listInForce.status(settings.pin);
  return { version: allowlist?.version ?? null, fresh, expires, problem };
}

/** The list is renewed, and answers to reports are looked for, even while nobody reads mail. */
async function renewUnasked() {
  const settings = await loadSettings(ext);
  if (settings.pin !== "" && (await ext.permissions.has(matchPattern(settings.server)))) {
    await renew(settings);
    await reports.renewAnswers(settings.server, apiFor(settings));
  }
}
