/**
 * Starts the object that our classic scripts share, with what each of them needs: the reader's sentences, and base64.
 * Content scripts and the popup load it first.
 */

(() => {
  const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);
  const previous = /** @type {Partial<Lencana> | undefined} */ (globalThis.Lencana);
  // Injected twice. An object without `isContextValid` is an older version's, whose context is gone.
  if (previous?.drawn && previous.channel?.isContextValid?.()) return;

  // Read now, because none of it can be asked for once the extension has been updated under this page.
  const verdicts = ["verdict_checking", "verdict_unchecked", "verdict_suspicious"];
  const keys = [...verdicts, "direction", "reload", "reload_remedy", "details", "hide", "reasons", "diagnosis", "report"];
  const texts = Object.fromEntries(keys.map((key) => [key, api.i18n.getMessage(key)]));

  /** @type {Pick<Lencana, "adapters" | "texts" | "base64">} */
  const shared = {
    adapters: {},
    texts: Object.freeze(/** @type {Lencana["texts"]} */ (texts)),

    // A message to the background holds no bytes. The browser makes this off the main thread, however large they are.
    base64(blob) {
      return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
      });
    },
  };
  // After an update the old scripts may share this world with us: a new object leaves them nothing to hold on to.
  globalThis.Lencana = /** @type {Lencana} */ (shared);
})();
