/** How content scripts reach the background: the only content script that sends messages. */

(() => {
  if (Lencana.channel !== undefined) return; // injected twice
  const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);

  Lencana.channel = Object.freeze({
    isContextValid() {
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
