/** The links of a message that a reader can see: whatever leads elsewhere when it is pressed, as on the server (core/html). */

(() => {
  const { native } = Lencana;
  const { MAX_PAGE_LINKS, MAX_LINE_CHARS } = Lencana.limits;
  /** Which elements lead elsewhere, and the attribute that says where. */
  const ADDRESSES = Object.freeze({ "a, area": ["href", "xlink:href"], form: ["action"], "button, input": ["formaction"] });
  const MAX_LOOKS = 5000; // at whether a link can be seen, each some 20 µs; of more links each counts as seen
  const HOST = /(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/u; // begins where a word does, or a long one is searched from each letter
  const BLANKS = /[\s\p{Default_Ignorable_Code_Point}]{2,}/gu; // nothing of them is seen, however many there are

  Lencana.linksIn = (content) => {
    /** @type {Map<string, Link>} */
    const links = new Map();
    const isVisible = Lencana.visibility.cached();
    for (const [i, { element, href }] of mostTellingFirst(content).entries()) {
      if (!isA(element, "area") && i < MAX_LOOKS && !isVisible(element)) continue; // an area has no room of its own
      const link = { href: Lencana.cut(href, MAX_LINE_CHARS), text: Lencana.cut(visibleText(element).trim(), MAX_LINE_CHARS) };
      links.set(`${link.href}\n${link.text}`, link); // newsletters have the same link many times
      if (links.size === MAX_PAGE_LINKS) break;
    }
    return [...links.values()];
  };

  Lencana.cut = (text, maxChars) => {
    const short = text.length <= maxChars ? text : Lencana.withoutBlanks(text).trimStart();
    const line = short.length <= maxChars ? short : short.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, "");
    return line.toWellFormed();
  };

  Lencana.withoutBlanks = (text) => text.replace(BLANKS, (run) => (run.includes("\n") ? "\n" : /\s/.test(run) ? " " : ""));

  /**
   * In the page's order; of too many, first those whose text names another host: no crowd of others keeps them from being judged.
   * @param {Element} content
   */
  function mostTellingFirst(content) {
    const found = [...content.querySelectorAll(Object.keys(ADDRESSES).join())].flatMap((element) => {
      const href = addressOf(element);
      return href === null ? [] : [{ element, href }];
    });
    if (found.length <= MAX_PAGE_LINKS) return found;
    const differs = found.map(({ element, href }) => namesAnotherHost(Lencana.cut(native(element, "textContent") ?? "", MAX_LINE_CHARS), href));
    return [...found.filter((_, i) => differs[i]), ...found.filter((_, i) => !differs[i])];
  }

  /**
   * @param {Element} element
   * @param {string} selector
   */
  function isA(element, selector) {
    return native(element, "matches")(selector);
  }

  /**
   * @param {Element} element
   * @returns {string | null} null where it leads to no other site
   */
  function addressOf(element) {
    const [, names] = Object.entries(ADDRESSES).find(([selector]) => isA(element, selector)) ?? [];
    const written = names?.map((name) => native(element, "getAttribute")(name)).find((value) => value !== null) ?? "";
    const href = written.replace(/^[\0- ]+|[\t\n\r]/g, ""); // as browsers read it (WHATWG URL)
    return !/^(https?:|[\\/]{2})/i.test(href) ? null : /^h/i.test(href) ? href : `https:${href}`;
  }

  /**
   * @param {string} text
   * @param {string} href
   */
  function namesAnotherHost(text, href) {
    const shown = HOST.exec(text)?.[0].toLowerCase();
    if (shown === undefined || !URL.canParse(href)) return shown !== undefined;
    const { hostname } = new URL(href);
    return hostname !== shown && !hostname.endsWith(`.${shown}`) && !shown.endsWith(`.${hostname}`);
  }

  /**
   * A form has none, whatever is in it.
   * @param {Element} element
   */
  function visibleText(element) {
    if (isA(element, "form")) return "";
    if (isA(element, "input")) return native(element, "getAttribute")("value") ?? "";
    const isPlain = native(element, "childElementCount") === 0;
    return (isPlain ? null : /** @type {HTMLElement} */ (element).innerText) ?? element.textContent ?? "";
  }
})();
