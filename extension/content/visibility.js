/**
 * Whether a reader can see an element of the page. Webmails keep messages that were opened before in the page, hidden: those
 * are not read. In doubt an element counts as seen, so that no link escapes by an unusual style; opacity and position say nothing.
 */

(() => {
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
    if (typeof box.checkVisibility !== "function") return !isHiddenByMarkup(element); // where no page is laid out
    return box.checkVisibility() && !isFolded(box.parentElement, folded);
  }

  /** @param {Element} element */
  function isPainted(element) {
    if (typeof element.checkVisibility !== "function") return true;
    const isSeen = (/** @type {Element} */ each) => getComputedStyle(each).visibility === "visible";
    if (!isSeen(element) && ![...element.querySelectorAll("*")].some(isSeen)) return false;
    return hasArea(element.getClientRects()) || hasArea(contentsOf(element).getClientRects());
  }

  /**
   * The element itself, or the nearest around it that has a box of its own.
   * @param {Element} element
   */
  function boxOf(element) {
    let box = element;
    while (box.parentElement !== null && getComputedStyle(box).display === "contents") box = box.parentElement;
    return box;
  }

  /**
   * What it holds has boxes of its own, which may lie outside of its own box.
   * @param {Element} element
   */
  function contentsOf(element) {
    const range = element.ownerDocument.createRange();
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
    if (outer === null || outer.matches("body, html")) return false; // of these, overflow is the window's
    const known = folded.get(outer);
    if (known !== undefined) return known;
    const answer = hasNoRoom(outer) || isFolded(outer.parentElement, folded);
    folded.set(outer, answer);
    return answer;
  }

  /** @param {Element} outer */
  function hasNoRoom(outer) {
    if (outer.clientWidth > 0 && outer.clientHeight > 0) return false;
    const { display, overflowX, overflowY } = getComputedStyle(outer);
    if (/^(inline|contents)$/.test(display)) return false; // has no inner size, whatever it holds
    return (outer.clientWidth === 0 && overflowX !== "visible") || (outer.clientHeight === 0 && overflowY !== "visible");
  }

  /** @param {Element} element */
  function isHiddenByMarkup(element) {
    if (element.closest("[hidden]") !== null) return true;
    for (let outer = /** @type {Element | null} */ (element); outer !== null; outer = outer.parentElement) {
      if (/(^|[;\s])(display:\s*none|visibility:\s*hidden|content-visibility:\s*hidden)/.test(outer.getAttribute("style") ?? "")) return true;
      if (outer.parentElement?.matches("details:not([open])") && !outer.matches("summary")) return true;
    }
    return false;
  }
})();
