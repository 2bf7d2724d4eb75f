/**
 * Whether a reader can see an element of the page. Webmails keep messages that were opened before in the page, hidden: those
 * are not read. In doubt an element counts as seen, so that no link escapes by an unusual style; opacity and position say nothing.
 */

(() => {
  const { native } = Lencana;

  /** @type {Lencana["visibility"]} */
  const visibility = {
    isRendered: (element) => isRendered(element, new Map()),

    cached() {
      /** @type {Map<Element, boolean>} */
      const folded = new Map();
      return (element) => isRendered(element, folded) && isPainted(element);
    },
  };
  Lencana.visibility = Object.freeze(visibility);

  /**
   * @param {Element} element
   * @param {Map<Element, boolean>} folded
   */
  function isRendered(element, folded) {
    const box = boxOf(element);
    const checkVisibility = native(box, "checkVisibility");
    if (typeof checkVisibility !== "function") return !isHiddenByMarkup(element); // where no page is laid out
    return checkVisibility() && !isFolded(native(box, "parentElement"), folded);
  }

  /** @param {Element} element */
  function isPainted(element) {
    if (typeof native(element, "checkVisibility") !== "function") return true;
    const isSeen = (/** @type {Element} */ each) => getComputedStyle(each).visibility === "visible";
    if (!isSeen(element) && ![...native(element, "querySelectorAll")("*")].some(isSeen)) return false;
    return hasArea(native(element, "getClientRects")()) || hasArea(contentsOf(element).getClientRects());
  }

  /**
   * The element itself, or the nearest around it that has a box of its own.
   * @param {Element} element
   * @returns {Element}
   */
  function boxOf(element) {
    const outer = native(element, "parentElement");
    return outer !== null && getComputedStyle(element).display === "contents" ? boxOf(outer) : element;
  }

  /**
   * What it holds has boxes of its own, which may lie outside of its own box.
   * @param {Element} element
   */
  function contentsOf(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range;
  }

  /** @param {DOMRectList} rects */
  function hasArea(rects) {
    return Array.from(rects).some(({ width, height }) => width > 0 && height > 0);
  }

  /**
   * Whether an element, or one around it, has no room and shows nothing beyond its own box.
   * @param {Element | null} outer
   * @param {Map<Element, boolean>} folded what is known already
   * @returns {boolean}
   */
  function isFolded(outer, folded) {
    if (outer === null || native(outer, "matches")("body, html")) return false; // of these, overflow is the window's
    const known = folded.get(outer);
    if (known !== undefined) return known;
    const answer = hasNoRoom(outer) || isFolded(native(outer, "parentElement"), folded);
    folded.set(outer, answer);
    return answer;
  }

  /** @param {Element} outer */
  function hasNoRoom(outer) {
    const [width, height] = [native(outer, "clientWidth"), native(outer, "clientHeight")];
    if (width > 0 && height > 0) return false;
    const { display, overflowX, overflowY } = getComputedStyle(outer);
    if (/^(inline|contents)$/.test(display)) return false; // has no inner size, whatever it holds
    return (width === 0 && overflowX !== "visible") || (height === 0 && overflowY !== "visible");
  }

  /** @param {Element} element */
  function isHiddenByMarkup(element) {
    if (element.closest("[hidden]") !== null) return true;
    for (let inner = /** @type {Element | null} */ (element); inner !== null; inner = native(inner, "parentElement")) {
      if (/(^|[;\s])(display:\s*none|visibility:\s*hidden|content-visibility:\s*hidden)/.test(native(inner, "getAttribute")("style") ?? "")) return true;
      const outer = native(inner, "parentElement");
      if (outer !== null && native(outer, "matches")("details:not([open])") && !native(inner, "matches")("summary")) return true;
    }
    return false;
  }
})();
