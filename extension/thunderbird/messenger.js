/** Thunderbird's own part of the extension API; ext.js has what it shares with browsers. types/thunderbird.d.ts says what each does. */

const api = /** @type {ThunderbirdApi} */ (/** @type {any} */ (globalThis).messenger);

/** What switching the list's tag on asks for. */
const TAG_PERMISSIONS = Object.freeze(["messagesUpdate", "messagesTags", "messagesTagsList"]);

/** @type {Messenger} */
export const messenger = {
  onMessagesLoaded: (then) => api.messageDisplay.onMessagesDisplayed.addListener(({ id }, { messages }) => then(id, messages)),
  onNewMail: (then) => api.messages.onNewMailReceived.addListener((_folder, { messages }) => then(messages)),
  displayed: async (tabId) => (await api.messageDisplay.getDisplayedMessages(tabId)).messages,
  message: (id) => api.messages.get(id),
  tabs: async () => (await api.tabs.query({ type: ["mail", "messageDisplay"] })).flatMap(({ id }) => id ?? []),

  async raw(id) {
    const file = await api.messages.getRaw(id, { data_format: "File", decrypt: false });
    return new Uint8Array(await file.arrayBuffer());
  },

  accountType: async (accountId) => (await api.accounts.get(accountId, false))?.type ?? null,

  async startIn(tabId, { css, scripts }) {
    await api.scripting.executeScript({ target: { tabId }, files: [...scripts] });
    await api.scripting.insertCSS({ target: { tabId }, files: [css], origin: "USER" });
  },

  async setButton(tabId, { label, title, icon }) {
    await Promise.all([
      api.messageDisplayAction.setIcon({ tabId, imageData: icon }),
      api.messageDisplayAction.setTitle({ tabId, title }),
      api.messageDisplayAction.setLabel({ tabId, label }),
    ]);
  },

  tags: {
    allowed: () => api.permissions.contains({ permissions: [...TAG_PERMISSIONS] }),
    ask: () => api.permissions.request({ permissions: [...TAG_PERMISSIONS] }),
    drop: () => api.permissions.remove({ permissions: [...TAG_PERMISSIONS] }),
    exists: async (key) => (await api.messages.tags.list()).some((tag) => tag.key === key),
    create: (key, label, colour) => api.messages.tags.create(key, label, colour),
    put: (messageId, tags) => api.messages.update(messageId, { tags: [...tags] }),
  },
};

Object.freeze(messenger);
