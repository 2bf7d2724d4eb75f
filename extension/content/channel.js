/** How content scripts reach the background. Starts the object that they share; the only one that touches the extension API. */

(() => {
  const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);
  const left = /** @type {Partial<Lencana> | undefined} */ (globalThis.Lencana);
  if (left?.drawn && left.channel?.alive()) return; // injected twice
  // After an update the old scripts may share this world with us: a new object leaves them nothing to hold on to.
  const shared = /** @type {Lencana} */ (/** @type {Partial<Lencana>} */ ({ readers: {} }));
  globalThis.Lencana = shared;

  // Read now, because none of it can be asked for once the extension has been updated under this page.
  const words = Object.fromEntries(
    ["verdict_checking", "verdict_unchecked", "verdict_suspicious", "reload", "reload_remedy", "details", "hide", "reasons", "diagnosis"].map((key) => [key, api.i18n.getMessage(key)]),
  );

  shared.channel = Object.freeze({
    words: /** @type {Lencana["channel"]["words"]} */ (words),

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

    // A message to the background holds no bytes. The browser makes this off the main thread, however large they are.
    base64(blob) {
      return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
      });
    },
  });
})();
