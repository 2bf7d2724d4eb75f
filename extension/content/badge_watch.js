/**
 * Notices where a page lays something over a badge, or takes it away. Neither can be prevented, for the page is its owner's; but
 * the toolbar, which no page can draw, then says so.
 *
 * Chromium tells of everything that covers an element (`trackVisibility`, Intersection Observer v2). Elsewhere the badge is
 * looked for where it should be: after it was drawn, after changes of the page, and on scroll. That does not find what lets the
 * pointer through (`pointer-events: none`).
 */

(() => {
  const CONFIRM_MS = 800; // a menu or tooltip may lie over the badge for a moment
  const INTERVAL_MS = 300; // between two looks, however much is scrolled
  const LATER_MS = 2500; // after the badge was drawn: for what comes then
  const MIN_RATIO = 0.5; // of the badge that must be within the window to be looked for
  const READABLE_PX = Object.freeze({ width: 60, height: 12 });
  const ALL = 0.99; // of the badge, as fractions go
  const POINTS = /** @type {const} */ ([[0.5, 0.5], [0.08, 0.2], [0.08, 0.8], [0.5, 0.15], [0.9, 0.5]]);
  const MIN_COVERED_POINTS = 2;
  const REMOVALS = Object.freeze({ count: 5, withinMs: 10_000 });

  Lencana.watchBadge = (host, onChange) => {
    let isReported = false;
    let coveredSince = 0; // milliseconds since 1970; 0 where it is not covered
    let lastLook = 0;
    let timer = 0;
    /** @type {number[]} when it was taken away */
    let removals = [];
    const stopped = new AbortController();
    const options = /** @type {IntersectionObserverInit} */ ({ threshold: [0, MIN_RATIO, 1], trackVisibility: true, delay: 100 });
    const observer = new IntersectionObserver((entries) => judge(entries.at(-1)), options);
    addEventListener("scroll", look, { capture: true, passive: true, signal: stopped.signal });
    addEventListener("resize", look, { signal: stopped.signal });
    const later = setTimeout(look, LATER_MS);
    look();

    /** Have the observer tell the state of now; it answers once when it begins to observe. */
    function look() {
      if (stopped.signal.aborted || timer !== 0) return;
      const wait = Math.max(0, lastLook + INTERVAL_MS - Date.now());
      timer = window.setTimeout(() => {
        timer = 0;
        lastLook = Date.now();
        observer.unobserve(host);
        observer.observe(host);
      }, wait);
    }

    /** @param {IntersectionObserverEntry | undefined} entry */
    function judge(entry) {
      if (entry === undefined || stopped.signal.aborted) return;
      const now = Date.now();
      removals = removals.filter((when) => now - when < REMOVALS.withinMs);
      if (removals.length >= REMOVALS.count) return report(true);
      if (!isCovered(host, entry)) {
        coveredSince = 0;
        return report(false);
      }
      coveredSince ||= now;
      if (now - coveredSince >= CONFIRM_MS) report(true);
      else setTimeout(look, CONFIRM_MS);
    }

    /** @param {boolean} isCoveredNow */
    function report(isCoveredNow) {
      if (isCoveredNow !== isReported) onChange(isCoveredNow);
      isReported = isCoveredNow;
    }

    return Object.freeze({
      look,
      removed() {
        removals.push(Date.now());
        look();
      },
      stop() {
        stopped.abort();
        observer.disconnect();
        clearTimeout(timer);
        clearTimeout(later);
      },
    });
  };

  /**
   * @param {Element} host
   * @param {IntersectionObserverEntry} entry
   */
  function isCovered(host, entry) {
    const { intersectionRect, intersectionRatio, boundingClientRect } = entry;
    const { width, height } = boundingClientRect;
    if (!host.isConnected) return false; // put back by the next scan, which counts it
    if (width < READABLE_PX.width || height < READABLE_PX.height || !host.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    if (intersectionRatio < MIN_RATIO) return !isScrolledAway(host, boundingClientRect); // else it is clipped
    const { left, top } = intersectionRect;
    const others = POINTS.filter(([x, y]) => {
      const element = document.elementFromPoint(left + x * intersectionRect.width, top + y * intersectionRect.height);
      return element !== null && element !== host;
    });
    const { isVisible } = /** @type {{isVisible?: boolean}} */ (entry);
    return others.length >= MIN_COVERED_POINTS || (isVisible === false && intersectionRatio > ALL);
  }

  /**
   * Whether the badge lies outside of the window, or of something around it that scrolls.
   * @param {Element} host
   * @param {DOMRectReadOnly} badge
   */
  function isScrolledAway(host, badge) {
    const isOutside = (/** @type {Pick<DOMRectReadOnly, "top" | "bottom" | "left" | "right">} */ { top, bottom, left, right }) => {
      const [x, y] = [(badge.left + badge.right) / 2, (badge.top + badge.bottom) / 2];
      return x < left || x > right || y < top || y > bottom;
    };
    if (isOutside({ top: 0, bottom: innerHeight, left: 0, right: innerWidth })) return true;
    for (let outer = host.parentElement; outer !== null; outer = outer.parentElement) {
      const canScroll = outer.scrollHeight > outer.clientHeight || outer.scrollWidth > outer.clientWidth;
      if (canScroll && getComputedStyle(outer).overflow !== "visible" && isOutside(outer.getBoundingClientRect())) return true;
    }
    return false;
  }
})();
