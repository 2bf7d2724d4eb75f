/** Wiring: which event of the browser leads to which decision. Every listener is added at once, as evicted workers need. */

import { ext } from "./ext.js";
import { apiOf } from "./modules/api.js";
import { badgeView, checkingView, listView, toolbar } from "./modules/badge.js";
import { check, checkFile, checkText } from "./modules/check.js";
import { icon } from "./modules/icon.js";
import { loadSettings } from "./modules/managed.js";
import { readMessage } from "./modules/messages.js";
import { marksOf } from "./modules/rows.js";
import { matchPattern } from "./modules/settings.js";
import { closed, inFront, judged, lost, opened, Tabs } from "./modules/tabs.js";
import { Current } from "./modules/trust/current.js";
import { unchecked } from "./modules/verdict.js";
import { register, startInOpenTabs } from "./modules/webmails.js";
import { patternsOf, yahooSource } from "./modules/yahoo.js";

/** The answer to a page that has no business here; an error is answered null. */
const REFUSED = "refused";
const RENEWAL = 6 * 60; // minutes from one look for a newer list to the next

const current = new Current({ read: () => ext.local.read("trust"), write: (kept) => ext.local.write("trust", kept) }, Date.now);

/** A busy server is left alone by everything that asks it. */
const rest = { until: 0 };
const serverOf = (/** @type {Settings} */ settings) => apiOf(settings, ext.words("language"), rest);

const answers = { read: () => ext.session.read("rows"), write: (/** @type {unknown} */ kept) => ext.session.write("rows", kept) };

const tabs = new Tabs(
  {
    read: async (tabId) => /** @type {Tab} */ ((await ext.session.read(`tab:${tabId}`)) ?? []),
    write: (tabId, tab) => ext.session.write(`tab:${tabId}`, tab.length > 0 ? tab : null),
  },
  async (tabId, tab) => {
    const { kind, ...state } = toolbar(inFront(tab).map(({ view }) => view), ext.words);
    const own = kind === null || kind === "checking";
    await ext.paint(tabId, { ...state, icon: own ? "/icons/lencana-32.png" : icon(kind, state.colour) });
  },
);

/** @type {Promise<void>} */
let running = Promise.resolve();

ext.onMessage(async (value, sender) => {
  const message = readMessage(value);
  if (message === null) return REFUSED;
  const settings = await loadSettings(ext);
  const isOurs = sender.url?.startsWith(ext.url("")) === true;
  if (message.type === "renew") return isOurs ? renew(settings) : REFUSED;
  if (message.type === "file") return isOurs ? viewOf(checkFile(message.raw, await surroundings(settings))) : REFUSED;
  return isOurs ? REFUSED : fromWebmail(message, sender, settings);
});

ext.onStart((isNew) => void run().then(() => (isNew ? welcome() : undefined)));
ext.onStored("local", "settings", () => void run());
ext.onStored("managed", "", () => void loadSettings(ext)); // which keeps it as the policy
ext.onStored("local", "policy", () => void run());
ext.every("renew", RENEWAL, () => void renewUnasked());
ext.permissions.onChanged(() => void run());
ext.menu(ext.words("menu_check"), (text, link) => void checkSelected(text, link));
ext.tabs.onClosed((tabId) => void ext.session.write(`tab:${tabId}`, null));

/** Whoever has just installed it is asked for what is missing; where a policy says it all, that is nothing. */
async function welcome() {
  const { pin, server, webmails } = await loadSettings(ext);
  if (pin === "" || !(await ext.permissions.has(...[server, ...webmails].flatMap(patternsOf)))) await ext.offerSettings();
}

/** Run on the allowed webmails; one after the other, because registrations of one id exclude each other. One that failed is no reason to stop. */
function run() {
  running = running.catch(() => undefined).then(async () => {
    const { webmails } = await loadSettings(ext);
    await startInOpenTabs(await register(webmails, ext), ext);
  });
  return running;
}

/** @param {ContentMessage} message @param {chrome.runtime.MessageSender} sender @param {Settings} settings */
async function fromWebmail(message, { tab, frameId = 0, url }, settings) {
  const tabId = tab?.id;
  if (tabId === undefined || url === undefined || !settings.webmails.includes(new URL(url).origin)) return REFUSED;
  if (message.type === "settings") return ext.openSettings();
  if (message.type === "source") return yahooSource(message, new URL(url).origin);
  if (message.type === "gone") return tabs.change(tabId, (open) => closed(open, message));
  if (message.type === "rows") return marksOf({ origin: new URL(url).origin, rows: message.rows }, await surroundings(settings), answers);
  if (message.type === "listed") return listed(tabId, frameId, message);
  const { page, id } = message;
  void tabs.change(tabId, (open) => opened(open, { page, frameId, id, view: checkingView(ext.words) }));
  void forgetLost(tabId, page);
  const { judgement, needs } = message.type === "check" ? await check(message, await surroundings(settings)) : { judgement: unchecked("unreadable"), needs: null };
  const view = badgeView(judgement, ext.words);
  void tabs.change(tabId, (open) => judged(open, { page, id, view }));
  return { view, needs };
}

/** Only what was there before we asked: a page that comes meanwhile is not in the answer yet. @param {number} tabId @param {string} speaking the page that is there for certain */
async function forgetLost(tabId, speaking) {
  /** @type {string[]} */
  let others = [];
  await tabs.change(tabId, (open) => {
    others = open.map(({ page }) => page).filter((page) => page !== speaking);
    return open;
  });
  const here = others.length > 0 ? await ext.tabs.pages(tabId) : null;
  const away = here === null ? [] : others.filter((page) => !here.includes(page));
  if (away.length > 0) await tabs.change(tabId, (open) => lost(open, away));
}

/** @param {Settings} settings @returns {Promise<Surroundings>} */
async function surroundings(settings) {
  const permitted = await ext.permissions.has(matchPattern(settings.server));
  return { settings, permitted, api: serverOf(settings), current };
}

/** @param {ReturnType<typeof checkFile>} checked */
async function viewOf(checked) {
  return badgeView((await checked).judgement, ext.words);
}

/** A list stands in its tab as a message without a name, so that it counts where no message is open. @param {number} tabId @param {number} frameId @param {ListedMessage} message */
async function listed(tabId, frameId, { page, marks }) {
  const list = { page, frameId, id: "", view: listView(marks, ext.words) };
  await tabs.change(tabId, (open) => (marks.length > 0 ? opened(open, list) : closed(open, list)));
  await forgetLost(tabId, page);
}

/** The popup shows it in a window of its own, which no page can draw. @param {string} text @param {string} link */
async function checkSelected(text, link) {
  const show = (/** @type {BadgeView} */ view) => ext.session.write("tab:checked", [{ page: "", frameId: 0, id: "checked", view }]);
  await show(checkingView(ext.words));
  await ext.openWindow("popup/popup.html?tab=checked");
  await show(await viewOf(checkText(text, link, await surroundings(await loadSettings(ext)))));
}

/** For the settings page: fetch the list now and say what holds. @param {Settings} settings */
async function renew(settings) {
  await current.renew(settings.pin, serverOf(settings));
  const { allowlist, fresh, expires, problem } = await current.standing(settings.pin);
  return { version: allowlist?.version ?? null, fresh, expires, problem };
}

/** A list is renewed and a withdrawn one replaced even while nobody reads mail. */
async function renewUnasked() {
  const settings = await loadSettings(ext);
  if (settings.pin !== "" && (await ext.permissions.has(matchPattern(settings.server)))) await renew(settings);
}
