/** The extension API of the browser: the only file of pages and background that touches it (content scripts: channel.js). */

const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);

export const ext = Object.freeze({
  /** What outlives the browser. */
  local: Object.freeze({
    /** @param {string} key @returns {Promise<unknown>} undefined when never set */
    read: async (key) => (await api.storage.local.get(key))[key],
    /** @param {string} key @param {unknown} value */
    write: (key, value) => api.storage.local.set({ [key]: value }),
  }),

  /** What the organisation's policy says; Firefox rejects where there is none. @returns {Promise<unknown>} */
  managed: () => api.storage.managed.get().catch(() => ({})),

  /** What ends with the browser. */
  session: Object.freeze({
    /** @param {string} key @returns {Promise<unknown>} undefined when never set */
    read: async (key) => (await api.storage.session.get(key))[key],
    /** @param {string} key @param {unknown} value null removes it */
    write: (key, value) => (value === null ? api.storage.session.remove(key) : api.storage.session.set({ [key]: value })),
  }),

  /** @param {"local" | "session" | "managed"} area @param {string} key @param {() => void} then */
  onStored: (area, key, then) => {
    api.storage.onChanged.addListener((changes, where) => {
      if (where === area && (key === "" || key in changes)) then();
    });
  },

  permissions: Object.freeze({
    /** @param {string[]} patterns */
    has: (...patterns) => api.permissions.contains({ origins: patterns }),
    /** Ask; only in a click, before anything is awaited. @param {string[]} patterns */
    ask: (...patterns) => api.permissions.request({ origins: patterns }),
    /** @param {string} pattern */
    drop: (pattern) => api.permissions.remove({ origins: [pattern] }),
    /** @param {() => void} then */
    onChanged: (then) => {
      api.permissions.onAdded.addListener(then);
      api.permissions.onRemoved.addListener(then);
    },
  }),

  scripts: Object.freeze({
    /** @param {string} id */
    registered: async (id) => (await api.scripting.getRegisteredContentScripts({ ids: [id] })).length > 0,
    /** @param {chrome.scripting.RegisteredContentScript} script */
    register: (script) => api.scripting.registerContentScripts([script]),
    /** @param {string} id */
    unregister: (id) => api.scripting.unregisterContentScripts({ ids: [id] }),
    /** @param {number} tabId @param {readonly string[]} files */
    run: (tabId, files) => api.scripting.executeScript({ target: { tabId, allFrames: true }, files: [...files] }),
  }),

  tabs: Object.freeze({
    /** @param {readonly string[]} patterns @returns {Promise<number[]>} ids */
    matching: async (patterns) => (await api.tabs.query({ url: [...patterns] })).flatMap(({ id }) => id ?? []),
    /** The tab in front of the window that we are in. */
    front: async () => (await api.tabs.query({ active: true, currentWindow: true }))[0]?.id ?? null,
    /** The pages that our scripts run in, in all frames of a tab; null if nobody can tell. @param {number} tabId @returns {Promise<string[] | null>} */
    pages: async (tabId) => {
      const func = () => globalThis.Lencana?.name ?? "";
      const frames = await api.scripting.executeScript({ target: { tabId, allFrames: true }, func }).catch(() => null);
      return frames?.map(({ result }) => String(result)) ?? null;
    },
    /** @param {(tabId: number) => void} then */
    onClosed: (then) => api.tabs.onRemoved.addListener(then),
  }),

  /** @param {number} tabId @param {{title: string, text: string, colour: string, icon: Record<number, ImageData> | string}} state pixels by size, or a file */
  paint: async (tabId, { title, text, colour, icon }) => {
    await Promise.all([
      api.action.setIcon(typeof icon === "string" ? { tabId, path: icon } : { tabId, imageData: icon }),
      api.action.setTitle({ tabId, title }),
      api.action.setBadgeText({ tabId, text }),
      api.action.setBadgeBackgroundColor({ tabId, color: colour }),
    ]);
  },

  /** @type {Words} */
  words: (key, ...params) => api.i18n.getMessage(key, params) || key,

  /** An entry of the context menu, on selected text and on links. @param {string} title @param {(text: string, link: string) => void} then */
  menu: (title, then) => {
    api.contextMenus.onClicked.addListener(({ selectionText = "", linkUrl = "" }) => then(selectionText, linkUrl));
    api.runtime.onInstalled.addListener(() => void api.contextMenus.create({ id: "check", title, contexts: ["selection", "link"] }));
  },

  /** @param {string} page of the extension */
  openWindow: (page) => api.windows.create({ url: api.runtime.getURL(page), type: "popup", width: 460, height: 420 }),

  openSettings: () => api.runtime.openOptionsPage(),

  /** Beside the page that is read now, not over it. */
  offerSettings: () => api.tabs.create({ url: api.runtime.getURL("options/options.html"), active: false }),

  /** Do it again and again. The browser may forget alarms when it ends, so every start looks. @param {string} name @param {number} minutes @param {() => void} then */
  every: (name, minutes, then) => {
    api.alarms.onAlarm.addListener((alarm) => alarm.name === name && then());
    void api.alarms.get(name).then((alarm) => (alarm ? undefined : api.alarms.create(name, { periodInMinutes: minutes })));
  },

  /** @param {string} path */
  url: (path) => api.runtime.getURL(path),

  /** @param {unknown} message @returns {Promise<unknown>} the background's answer */
  send: (message) => api.runtime.sendMessage(message),

  /** @param {(message: unknown, sender: chrome.runtime.MessageSender) => Promise<unknown>} answer its rejection is answered null */
  onMessage: (answer) => {
    api.runtime.onMessage.addListener((message, sender, respond) => {
      if (sender.id !== api.runtime.id) return false;
      answer(message, sender).then(respond, (error) => {
        respond(null);
        throw error;
      });
      return true;
    });
  },

  /** @param {(isNew: boolean) => void} then */
  onStart: (then) => {
    api.runtime.onInstalled.addListener(({ reason }) => then(reason === "install"));
    api.runtime.onStartup.addListener(() => then(false));
  },
});
