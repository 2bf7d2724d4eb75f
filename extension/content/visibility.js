/**
 * Whether a reader can see an element of the page. Webmails keep messages that were opened before in the page, hidden: those
 * are not read. In doubt an element counts as seen, so that no link escapes by an unusual style; opacity and position say nothing.
 */

(() => {
  /** @type {Lencana["visibility"]} */
  const visibility = {
    isRendered(element) {
      const box = boxOf(element);
      if (typeof box.checkVisibility !== "function") return !isHiddenByMarkup(element); // where no page is laid out
      return box.checkVisibility() && !isClipped(box);
    },

    isVisible(element) {
      if (!visibility.isRendered(element)) return false;
      const isSeen = (/** @type {Element} */ each) => getComputedStyle(each).visibility !== "hidden";
      if (typeof element.checkVisibility !== "function") return true;
      if (!isSeen(element) && ![...element.querySelectorAll("*")].some(isSeen)) return false;
      return hasArea(element.getClientRects()) || hasArea(contentsOf(element).getClientRects());
    },
  };
  Lencana.visibility = Object.freeze(visibility);

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
   * Whether an element around it has been folded to nothing and shows nothing beyond its own box.
   * @param {Element} element
   */
  function isClipped(element) {
    for (let outer = element.parentElement; outer !== null && outer.parentElement !== null; outer = outer.parentElement) {
      const isEmpty = outer.clientWidth === 0 || outer.clientHeight === 0;
      if (!isEmpty || outer.matches("body")) continue; // of the body, overflow is the window's
      const { display, overflowX, overflowY } = getComputedStyle(outer);
      if (/^(inline|contents)$/.test(display)) continue; // has no inner size, whatever it holds
      if ((outer.clientWidth === 0 && overflowX !== "visible") || (outer.clientHeight === 0 && overflowY !== "visible")) return true;
    }
    return false;
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
