/**
 * The extension API of the browser. No other file of the background and the pages touches it (content scripts: content/channel.js,
 * drawing/shared.js). types/ext.d.ts says what each part does.
 */

import { isolated } from "./modules/judgement/bidi.js";

const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);

/**
 * It changes with the archive alone, and a new archive is a new start.
 * @type {Promise<unknown> | undefined}
 */
let organisation;

/** @type {Ext} */
export const ext = {
  isMailProgram: "messageDisplay" in api,
  local: storageArea("local"),
  session: storageArea("session"),
  packed: () => (organisation ??= readOrganisation()),
  managed: () => api.storage.managed.get().catch(() => ({})), // Firefox rejects where there is no policy
  onStored(area, key, then) {
    api.storage.onChanged.addListener((changes, changedArea) => {
      if (changedArea === area && (key === "" || key in changes)) then();
    });
  },

  permissions: {
    has: (...origins) => api.permissions.contains({ origins }),
    ask: (...origins) => api.permissions.request({ origins }),
    drop: (pattern) => api.permissions.remove({ origins: [pattern] }).catch(() => false), // what came with the installation stays
    onChanged(then) {
      api.permissions.onAdded.addListener(then);
      api.permissions.onRemoved.addListener(then);
    },
  },

  scripts: {
    registered: async (id) => (await api.scripting.getRegisteredContentScripts({ ids: [id] })).length > 0,
    register: (scripts) => api.scripting.registerContentScripts([...scripts]),
    unregister: (id) => api.scripting.unregisterContentScripts({ ids: [id] }),
    run: (tabId, files) => api.scripting.executeScript({ target: { tabId, allFrames: true }, files: [...files] }),
    checkAgain: (tabId) => api.scripting.executeScript({ target: { tabId, allFrames: true }, func: () => globalThis.Lencana?.checkAgain?.() }),
    report: (tabId, frameId, page, id) => inFrame(tabId, frameId, (page, id) => void (Lencana.pageId === page && Lencana.report?.(id)), [page, id]),
    async rawMessage({ tabId, frameId, page, id }) {
      const func = (/** @type {string} */ page, /** @type {string} */ id) => (Lencana.pageId === page ? Lencana.rawMessage?.(id) : null);
      const raw = await inFrame(tabId, frameId, func, [page, id]);
      return typeof raw === "string" ? raw : null;
    },
  },

  tabs: {
    matching: async (patterns) => (await api.tabs.query({ url: [...patterns] })).flatMap(({ id }) => id ?? []),
    front: async () => (await api.tabs.query({ active: true, currentWindow: true }))[0]?.id ?? null,
    async pages(tabId) {
      const func = () => globalThis.Lencana?.pageId ?? "";
      const frames = await api.scripting.executeScript({ target: { tabId, allFrames: true }, func }).catch(() => null);
      return frames?.map(({ result }) => String(result)) ?? null;
    },
    async webmail(tabId) {
      const func = () => Object.entries(globalThis.Lencana?.adapters ?? {}).find(([, adapter]) => adapter.ownsPage(document))?.[0] ?? "";
      const frames = await api.scripting.executeScript({ target: { tabId }, func }).catch(() => null);
      return String(frames?.[0]?.result ?? "");
    },
    show: async (tabId, page) => void (await api.tabs.update(tabId, { url: api.runtime.getURL(page) })),
    onClosed: (then) => api.tabs.onRemoved.addListener(then),
  },

  async setAction(tabId, { title, text, colour, icon }) {
    await Promise.all([
      api.action.setIcon(typeof icon === "string" ? { tabId, path: icon } : { tabId, imageData: icon }),
      api.action.setTitle({ tabId, title }),
      api.action.setBadgeText({ tabId, text }),
      api.action.setBadgeBackgroundColor({ tabId, color: colour }),
    ]);
  },

  i18nMessage: (key, ...params) => api.i18n.getMessage(key, params.map((value) => isolated(value, api.i18n.getMessage("direction")))) || key,

  menu(title, then) {
    const menus = api.contextMenus ?? /** @type {{menus?: typeof chrome.contextMenus}} */ (api).menus; // Thunderbird's name for it
    if (menus === undefined) return; // Firefox for Android has none
    menus.onClicked.addListener(({ selectionText = "", linkUrl = "" }) => then(selectionText, linkUrl));
    api.runtime.onInstalled.addListener(() => void menus.create({ id: "check", title, contexts: ["selection", "link"] }));
  },

  openWindow(page, height = 420) {
    const url = api.runtime.getURL(page);
    if (!("windows" in api)) return /** @type {typeof chrome} */ (api).tabs.create({ url }); // Firefox for Android has none
    return api.windows.create({ url, type: "popup", width: 460, height });
  },
  closeTab: async () => api.tabs.remove((await api.tabs.getCurrent())?.id ?? -1),
  openSettings: () => api.runtime.openOptionsPage(),
  offerSettings: () => api.tabs.create({ url: api.runtime.getURL("pages/options/options.html") }),

  // The browser may forget alarms when it ends, so every start makes sure.
  onAlarm(name, periodInMinutes, then) {
    api.alarms.onAlarm.addListener((alarm) => alarm.name === name && then());
    void api.alarms.get(name).then((alarm) => (alarm ? undefined : api.alarms.create(name, { periodInMinutes })));
  },

  minuteAlarm(name, then) {
    api.alarms.onAlarm.addListener((alarm) => alarm.name === name && then());
    return (isNeeded) => void (isNeeded ? api.alarms.create(name, { periodInMinutes: 1 }) : api.alarms.clear(name));
  },

  url: (path) => api.runtime.getURL(path),
  send: (message) => api.runtime.sendMessage(message),

  onMessage(answer) {
    api.runtime.onMessage.addListener((message, sender, respond) => {
      if (sender.id !== api.runtime.id) return false;
      answer(message, sender).then(respond, (error) => {
        respond(null);
        throw error;
      });
      return true;
    });
  },

  onStart(then) {
    api.runtime.onInstalled.addListener(({ reason }) => then(reason === "install"));
    api.runtime.onStartup.addListener(() => then(false));
  },
};

Object.freeze(ext);

/**
 * @param {"local" | "session"} name
 * @returns {StorageArea}
 */
function storageArea(name) {
  const area = api.storage[name];
  return {
    read: async (key) => (await area.get(key))[key],
    write: (key, value) => (value === null ? area.remove(key) : area.set({ [key]: value })),
  };
}

/**
 * What a function gives that runs beside our content scripts; null where it cannot.
 * @param {number} tabId
 * @param {number} frameId
 * @param {(page: string, id: string) => unknown} func
 * @param {[string, string]} args
 */
async function inFrame(tabId, frameId, func, args) {
  const frames = await api.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, func, args }).catch(() => null);
  return frames?.[0]?.result ?? null;
}

async function readOrganisation() {
  try {
    return await (await fetch(api.runtime.getURL("organisation.json"))).json();
  } catch {
    return {};
  }
}
