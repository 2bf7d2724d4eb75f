/**
 * Puts a badge into a page, where neither the page nor a message reaches it: in a closed shadow root of a plain `div`. A
 * custom element's name could be taken by the page, which could then reach the shadow root.
 */

(() => {
  Lencana.mountBadge = (onAction, onCovered) => {
    const host = document.createElement("div");
    host.setAttribute("data-lencana", "badge");
    const shadow = host.attachShadow({ mode: "closed" });
    const badge = Lencana.createBadge(onAction);
    Lencana.adoptStyles(shadow, Lencana.badgeStyles);
    shadow.append(badge.element);
    /** @type {Element | null} */
    let placedBehind = null;
    /** @type {BadgeWatch | null} not before there is something to see */
    let watch = null;
    return Object.freeze({
      place(/** @type {Element} */ anchor) {
        if (placedBehind === anchor && !host.isConnected) watch?.removed();
        placedBehind = anchor;
        if (anchor.nextElementSibling !== host) anchor.after(host);
        watch?.look();
        if (badge.element.dataset["kind"]) setTheme();
      },
      show(/** @type {BadgeView} */ view) {
        setTheme();
        badge.show(view);
        watch ??= Lencana.watchBadge(host, onCovered);
      },
      remove() {
        watch?.stop();
        host.remove();
      },
      get drawn() {
        return readBack(badge.element);
      },
    });

    /** Not before there is something to show: on a page that is still being laid out the question is expensive. */
    function setTheme() {
      badge.element.dataset["theme"] = placedBehind && Lencana.isDark(placedBehind) ? "dark" : "light";
    }
  };

  /**
   * Each stylesheet is parsed once, however many badges and marks use it.
   * @type {Map<string, CSSStyleSheet>}
   */
  const sheets = new Map();

  Lencana.adoptStyles = (shadow, css) => {
    try {
      const sheet = sheets.get(css) ?? new CSSStyleSheet();
      if (!sheets.has(css)) sheet.replaceSync(css);
      sheets.set(css, sheet);
      shadow.adoptedStyleSheets = [sheet]; // no page's Content-Security-Policy forbids this one
    } catch {
      const style = document.createElement("style"); // Firefox keeps content scripts from the other way
      style.textContent = css;
      shadow.append(style);
    }
  };

  Lencana.isDark = (anchor) => {
    for (let element = /** @type {Element | null} */ (anchor); element; element = element.parentElement) {
      const [red = 0, green = 0, blue = 0, alpha = 1] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
      if (alpha > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128; // luma (ITU-R BT.601)
    }
    const { colorScheme } = getComputedStyle(anchor.ownerDocument.documentElement);
    if (!/dark/.test(colorScheme ?? "")) return false;
    return !/light/.test(colorScheme) || matchMedia("(prefers-color-scheme: dark)").matches; // what the window has where nothing is painted
  };

  /** @param {HTMLElement} element */
  function readBack(element) {
    const text = (/** @type {string} */ selector) => element.querySelector(selector)?.textContent ?? "";
    const word = element.querySelector(".word");
    return {
      kind: element.dataset["kind"] ?? "",
      word: text(".word"),
      sentence: text(".sentence"),
      colour: word ? getComputedStyle(word).color : "",
      connected: element.isConnected,
    };
  }
})();
