/** Wiring in Thunderbird: which of its events leads to which decision, as ../background.js does in browsers. */

import { ext } from "../ext.js";
import { check, checkFile, checkText } from "../background/check.js";
import { decodeMessage } from "../background/messages.js";
import { Tabs, withCover, withoutMessage, withView } from "../background/tabs.js";
import { createApi } from "../modules/api.js";
import { badgeView, checkingView } from "../modules/badge_view.js";
import { RENEWAL_HOURS } from "../modules/limits.js";
import { loadSettings } from "../modules/managed.js";
import { matchPattern } from "../modules/match_patterns.js";
import { ListInForce } from "../modules/trust/list_in_force.js";
import { unchecked } from "../modules/verdict.js";
import { DisplayedMessages } from "./displayed.js";
import { evidenceOf } from "./evidence.js";
import { headerButton } from "./header_button.js";
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

const listInForce = new ListInForce({ read: () => ext.local.read("trust"), write: (state) => ext.local.write("trust", state) }, Date.now);
const backOff = { until: 0 };
const apiFor = (/** @type {Settings} */ settings) => createApi(settings, ext.i18nMessage("language"), backOff);

const displays = new DisplayedMessages(
  { read: (tabId) => ext.session.read(`display:${tabId}`), write: (tabId, display) => ext.session.write(`display:${tabId}`, display) },
  messenger.displayed,
);

const tabs = new Tabs(
  {
    read: async (tabId) => /** @type {Tab} */ ((await ext.session.read(`tab:${tabId}`)) ?? []),
    write: (tabId, tab) => ext.session.write(`tab:${tabId}`, tab.length > 0 ? tab : null),
  },
  (tabId, tab) => messenger.setButton(tabId, headerButton(tab, ext.i18nMessage)),
);

messenger.onMessagesLoaded((tabId, messages) => void begin(tabId, messages));
ext.onMessage(async (value, sender) => {
  const message = decodeMessage(value);
  const isOurs = sender.url?.startsWith(ext.url("")) === true;
  if (message === null) return "refused";
  return isOurs ? fromOurPage(message) : fromMessagePage(message, sender);
});
ext.onStart((isNew) => void (isNew ? offerSettings() : undefined));
ext.onStored("local", "settings", () => void checkAgain());
ext.onStored("managed", "", () => void loadSettings(ext)); // which stores it as the last policy
ext.onStored("local", "policy", () => void checkAgain());
ext.onAlarm("renew", RENEWAL_HOURS * 60, () => void renewUnasked());
ext.permissions.onChanged(() => void checkAgain());
ext.menu(ext.i18nMessage("menu_check"), (text, link) => void checkSelected(text, link));
ext.tabs.onClosed((tabId) => void Promise.all([displays.closed(tabId), ext.session.write(`tab:${tabId}`, null)]));
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
  if (isOne) await messenger.startIn(tabId, PAGE);
}

/** The messages that were open before we were started. */
async function beginInOpenTabs() {
  for (const tabId of await messenger.tabs()) {
    const messages = await messenger.displayed(tabId).catch(() => []);
    const last = await displays.last(tabId);
    if (messages.length === 1 && last?.messageId !== messages[0]?.id) await begin(tabId, messages);
  }
}

/**
 * @param {AnyMessage} message
 * @param {chrome.runtime.MessageSender} sender
 */
async function fromMessagePage(message, { tab, url = "" }) {
  const tabId = tab?.id;
  if (tabId === undefined) return "refused";
  if (message.type === "settings") return ext.openSettings();
  if (message.type === "gone") return tabs.change(tabId, (open) => withoutMessage(open, message));
  if (message.type === "covered") return tabs.change(tabId, (open) => withCover(open, message));
  return message.type === "check" ? judged(tabId, message, url) : "refused";
}

/**
 * The judgement of the message that the document shows; "stale" where it cannot be said which that is.
 * @param {number} tabId
 * @param {Pick<CheckMessage, "page" | "id">} document
 * @param {string} address
 * @returns {Promise<CheckReply | "stale">}
 */
async function judged(tabId, { page, id }, address) {
  const display = await displays.last(tabId);
  if (display === null || !(await displays.isStill(tabId, display))) return "stale";
  await tabs.change(tabId, () => [{ page, frameId: 0, id, view: checkingView(ext.i18nMessage) }]);
  const judgement = await judgementOf(display.messageId, address);
  if (!(await displays.isStill(tabId, display))) return "stale";
  const view = badgeView(judgement, ext.i18nMessage);
  void tabs.change(tabId, (open) => withView(open, { page, id, view }));
  return { view, needs: null };
}

/**
 * @param {number} messageId
 * @param {string} address
 * @returns {Promise<Judgement>}
 */
async function judgementOf(messageId, address) {
  try {
    const message = await messenger.message(messageId);
    const evidence = await evidenceOf(message, address, messenger);
    const { judgement } = await check({ type: "check", page: "", id: "", ...evidence }, await checkContext(await loadSettings(ext)));
    return judgement;
  } catch {
    return unchecked("unreadable"); // it was moved or deleted meanwhile, or its server is away
  }
}

/** @param {AnyMessage} message */
async function fromOurPage(message) {
  const settings = await loadSettings(ext);
  if (message.type === "renew") return renew(settings);
  return message.type === "file" ? viewOf(checkFile(message.raw, await checkContext(settings))) : "refused";
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
 * @param {Settings} settings
 * @returns {Promise<CheckContext>}
 */
async function checkContext(settings) {
  const permitted = await ext.permissions.has(matchPattern(settings.server));
  return { settings, permitted, api: apiFor(settings), listInForce };
}

/** @param {ReturnType<typeof checkFile>} checked */
async function viewOf(checked) {
  return badgeView((await checked).judgement, ext.i18nMessage);
}

/**
 * @param {string} text
 * @param {string} link
 */
async function checkSelected(text, link) {
  const show = (/** @type {BadgeView} */ view) => ext.session.write("tab:checked", [{ page: "", frameId: 0, id: "checked", view }]);
  await show(checkingView(ext.i18nMessage));
  await ext.openWindow("pages/popup/popup.html?tab=checked");
  await show(await viewOf(checkText(text, link, await checkContext(await loadSettings(ext)))));
}

/** @param {Settings} settings */
async function renew(settings) {
  await listInForce.renew(settings.pin, apiFor(settings));
  const { allowlist, fresh, expires, problem } = await listInForce.status(settings.pin);
  return { version: allowlist?.version ?? null, fresh, expires, problem };
}

async function renewUnasked() {
  const settings = await loadSettings(ext);
  if (settings.pin !== "" && (await ext.permissions.has(matchPattern(settings.server)))) await renew(settings);
}
