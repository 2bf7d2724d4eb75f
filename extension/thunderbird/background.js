/** Wiring in Thunderbird: which of its events leads to which decision, as ../background.js does in browsers. */

import { ext } from "../ext.js";
import { check } from "../background/check.js";
import { rowMarks } from "../background/list_marks.js";
import { REFUSED, Service } from "../background/service.js";
import { Tabs, withCover, withMessage, withoutMessage, withView } from "../background/tabs.js";
import { badgeView, checkingView } from "../modules/judgement/badge_view.js";
import { loadSettings } from "../modules/settings/managed.js";
import { matchPattern } from "../modules/settings/match_patterns.js";
import { outcomeOf } from "../modules/server/report.js";
import { unchecked } from "../modules/judgement/verdict.js";
import { DisplayedMessages } from "./displayed.js";
import { evidenceOf, isDocumentOf } from "./evidence.js";
import { headerButton } from "./header_button.js";
import { tagInList, tagNewMail } from "./list_tag.js";
import { messenger } from "./messenger.js";

/** What runs in a message's document, in this order. */
const PAGE = Object.freeze({
  css: "thunderbird/message.css",
  scripts: [
    ...["shared", "limits", "icon_paths", "badge_styles", "badge"].map((name) => `drawing/${name}.js`),
    ...["channel", "badge_watch", "badge_host", "message_check"].map((name) => `content/${name}.js`),
    "thunderbird/message_page.js",
  ],
});

const UNSETTLED_MS = 2000; // after a document has come, in which another message may be on its way

const displays = new DisplayedMessages(
  { read: (tabId) => ext.session.read(`display:${tabId}`), write: (tabId, display) => ext.session.write(`display:${tabId}`, display) },
  messenger.displayed,
);

const tabs = new Tabs(ext.session, (tabId, tab) => messenger.setButton(tabId, headerButton(tab, ext.i18nMessage)));

const service = new Service(ext, tabs, {
  fromContent: fromMessagePage,
  onStart: (isNew) => void (isNew ? offerSettings() : undefined),
  onSettings: () => void checkAgain(),
});
messenger.onMessagesLoaded((tabId, messages) => void begin(tabId, messages));
messenger.onNewMail((messages) => void tagNewMail(messages, marksOf, { ext, messenger }));
ext.tabs.onClosed((tabId) => void Promise.all([displays.closed(tabId), tabs.forget(tabId)]));
void beginInOpenTabs();

/**
 * A message's document is there: whatever the button said was of another.
 * @param {number} tabId
 * @param {readonly MailHeader[]} messages
 */
async function begin(tabId, [message, ...others]) {
  const isOne = message !== undefined && others.length === 0;
  void (isOne ? displays.loaded(tabId, message.id) : displays.closed(tabId));
  void tabs.change(tabId, () => []);
  if (isOne) await messenger.startIn(tabId, PAGE).catch(() => undefined); // a feed's entry may be a web page, where we may not run
}

/** The messages that were open before we were started. */
async function beginInOpenTabs() {
  for (const tabId of await messenger.tabs()) {
    const messages = await messenger.displayed(tabId).catch(() => []);
    const last = await displays.last(tabId);
    if (messages.length === 1 && last?.messageId !== messages[0]?.id) await begin(tabId, messages);
  }
}

/** What could not be checked is asked again: the settings may have been why. */
async function checkAgain() {
  await Promise.allSettled((await messenger.tabs()).map((tabId) => ext.scripts.checkAgain(tabId)));
}

/** After the installation the settings are offered, unless a policy has set everything. */
async function offerSettings() {
  const { pin, server } = await loadSettings(ext);
  if (pin === "" || !(await ext.permissions.has(matchPattern(server)))) await ext.offerSettings();
}

/**
 * @param {ContentMessage} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {Settings} settings
 */
async function fromMessagePage(message, { tab, url = "" }, settings) {
  const tabId = tab?.id;
  if (tabId === undefined) return REFUSED;
  if (message.type === "settings") return ext.openSettings();
  if (message.type === "gone") return tabs.change(tabId, (open) => withoutMessage(open, message));
  if (message.type === "covered") return tabs.change(tabId, (open) => withCover(open, message));
  if (message.type === "check") return judged(tabId, message, url, settings);
  return message.type === "report" ? report(tabId, message, url, settings) : REFUSED;
}

/**
 * The judgement of the message that the document shows; "stale" where it cannot be said which that is.
 * @param {number} tabId
 * @param {CheckMessage} document
 * @param {string} address
 * @param {Settings} settings
 * @returns {Promise<CheckReply | "stale">}
 */
async function judged(tabId, { page, id, evidence }, address, settings) {
  const display = await displays.last(tabId);
  if (display === null || !(await displays.isStill(tabId, display))) return "stale";
  const known = await messenger.message(display.messageId).catch(() => null);
  const isIts = known !== null && isDocumentOf(known, evidence);
  if (known !== null && !isIts && Date.now() - display.since < UNSETTLED_MS) return "stale";
  const message = isIts ? known : null;
  const checking = { page, frameId: 0, id, view: checkingView(ext.i18nMessage) };
  await tabs.change(tabId, (open) => withMessage(open.filter((other) => other.page === page), checking));
  const [judgement, canReport] = await Promise.all([judgementOf(message, address, settings), service.reportForms.isOffered(settings)]);
  if (!(await displays.isStill(tabId, display))) return "stale";
  const view = badgeView(judgement, ext.i18nMessage, canReport);
  void tabs.change(tabId, (open) => withView(open, { page, id, view, outcome: outcomeOf(judgement) }));
  if (message !== null) void tagInList(message, view.kind, { ext, messenger });
  return { view, needs: null };
}

/**
 * @param {MailHeader | null} message
 * @param {string} address
 * @param {Settings} settings
 * @returns {Promise<Judgement>}
 */
async function judgementOf(message, address, settings) {
  const evidence = message && (await evidenceOf(message, address, messenger).catch(() => null));
  if (evidence === null) return unchecked("unreadable"); // it was moved or deleted meanwhile, or its server is away
  const { judgement } = await check({ type: "check", page: "", id: "", ...evidence }, await service.checkContext(settings));
  return judgement;
}

/** @param {readonly RowRequest[]} rows */
async function marksOf(rows) {
  const cache = { read: () => ext.session.read("rows"), write: (/** @type {unknown} */ marks) => ext.session.write("rows", marks) };
  return rowMarks({ origin: "thunderbird", rows }, await service.checkContext(await loadSettings(ext)), cache);
}

/**
 * "Report…": the form is a window of ours.
 * @param {number} tabId
 * @param {ReportMessage} asked
 * @param {string} address
 * @param {Settings} settings
 */
async function report(tabId, { page, id }, address, settings) {
  const display = await displays.last(tabId);
  if (display === null || !(await displays.isStill(tabId, display))) return REFUSED;
  const found = await evidenceOf(await messenger.message(display.messageId), address, messenger).catch(() => null);
  const shown = (await tabs.read(tabId)).find((message) => message.page === page && message.id === id);
  return service.reportForms.openForMail(shown?.outcome ?? outcomeOf(unchecked("unreadable")), found, settings);
}
