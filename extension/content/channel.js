// @ts-check
/** How content scripts reach the background. Starts the object that they share; the only one that touches the extension API. */

(() => {
  const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);
  const left = /** @type {Partial<Lencana> | undefined} */ (globalThis.Lencana);
  if (left?.channel?.alive()) return; // injected twice
  // After an update the old scripts may share this world with us: a new object leaves them nothing to hold on to.
  const shared = /** @type {Lencana} */ (/** @type {Partial<Lencana>} */ ({ readers: [] }));
  globalThis.Lencana = shared;

  /** @param {string} key */
  const word = (key) => api.i18n.getMessage(key);

  shared.channel = Object.freeze({
    // Read now, because none of it can be asked for once the extension has been updated under this page.
    words: Object.freeze({
      checking: word("verdict_checking"),
      unchecked: word("verdict_unchecked"),
      reload: word("reload"),
      reload_remedy: word("reload_remedy"),
      details: word("details"),
      hide: word("hide"),
      reasons: word("reasons"),
      facts: word("facts"),
    }),

    alive() {
      return api.runtime?.id !== undefined;
    },

    async send(message) {
      try {
        return (await api.runtime.sendMessage(message)) ?? null;
      } catch {
        return null; // updated, removed, or not yet awake
      }
    },
  });
})();
