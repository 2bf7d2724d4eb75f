/** Wiring: which event of the browser leads to which decision. Every listener is added at once, as evicted workers need. */

import { ext } from "./ext.js";
import { Api } from "./modules/api.js";
import { badgeView, checkingView, toolbar } from "./modules/badge.js";
import { check, sourceOf } from "./modules/check.js";
import { icon } from "./modules/icon.js";
import { readMessage } from "./modules/messages.js";
import { matchPattern, readSettings } from "./modules/settings.js";
import { closed, judged, opened, Tabs } from "./modules/tabs.js";
import { Current } from "./modules/trust/current.js";
import { unchecked } from "./modules/verdict.js";
import { register, startInOpenTabs } from "./modules/webmails.js";

/** The answer to a page that has no business here; an error is answered null. */
const REFUSED = "refused";
const LANGUAGE = ext.words("language");

const current = new Current({ read: () => ext.local.read("trust"), write: (kept) => ext.local.write("trust", kept) }, Date.now);

const tabs = new Tabs(
  {
    read: async (tabId) => /** @type {Tab} */ ((await ext.session.read(`tab:${tabId}`)) ?? []),
    write: (tabId, tab) => ext.session.write(`tab:${tabId}`, tab.length > 0 ? tab : null),
  },
  async (tabId, tab) => {
    const { kind, ...state } = toolbar(tab.map(({ view }) => view), ext.words);
    const own = kind === null || kind === "checking";
    await ext.paint(tabId, { ...state, icon: own ? "/icons/lencana-32.png" : icon(kind, state.colour) });
  },
);

ext.onMessage(async (value, sender) => {
  const message = readMessage(value);
  if (message === null) return REFUSED;
  const settings = readSettings(await ext.local.read("settings"));
  if (sender.url?.startsWith(ext.url(""))) return message.type === "renew" ? renew(settings) : REFUSED;
  return message.type === "renew" ? REFUSED : fromWebmail(message, sender, settings);
});

ext.onStart(() => void run());
ext.onStored("local", "settings", () => void run());
ext.permissions.onChanged(() => void run());
ext.tabs.onClosed((tabId) => void ext.session.write(`tab:${tabId}`, null));

/** @type {Promise<void>} */
let running = Promise.resolve();

/** Run on the allowed webmails; one after the other, because registrations of one id exclude each other. */
function run() {
  running = running.then(async () => {
    const { webmails } = readSettings(await ext.local.read("settings"));
    await startInOpenTabs(await register(webmails, ext), ext);
  });
  return running;
}

/** @param {ContentMessage} message @param {chrome.runtime.MessageSender} sender @param {Settings} settings */
async function fromWebmail(message, { tab, frameId = 0, url }, settings) {
  const tabId = tab?.id;
  if (tabId === undefined || url === undefined || !settings.webmails.includes(new URL(url).origin)) return REFUSED;
  if (message.type === "settings") return ext.openSettings();
  if (message.type === "gone") return tabs.change(tabId, (open) => closed(open, message));
  const { page, id } = message;
  void tabs.change(tabId, (open) => opened(open, { page, frameId, id, view: checkingView(ext.words) }));
  const { judgement, needs } = message.type === "check" ? await checked(message, settings) : { judgement: unchecked("unreadable"), needs: null };
  const view = badgeView(judgement, ext.words, LANGUAGE);
  void tabs.change(tabId, (open) => judged(open, { page, id, view }));
  return { view, needs };
}

/** @param {CheckMessage} message @param {Settings} settings */
async function checked(message, settings) {
  const permitted = await ext.permissions.has(matchPattern(settings.server));
  return check(message, { settings, permitted, api: new Api(settings, LANGUAGE), current });
}

/** For the settings page: fetch the list now and say what holds. @param {Settings} settings */
async function renew(settings) {
  await current.renew(settings.pin, sourceOf(new Api(settings, LANGUAGE)));
  const { allowlist, fresh, expires, problem } = await current.standing(settings.pin);
  return { version: allowlist?.version ?? null, fresh, expires, problem };
}
