/**
 * Gmail. Each message of a thread has a hexadecimal id; the decimal one is the same number. The source is read from the page "Show
 * original": the address that gives it as a file leads to another host, which we have no business asking. So there is a header
 * block, and no raw message whose signature could be verified.
 */

(() => {
  const { fetchSource, headerBlockOf, textInPre } = Lencana.messageSource;
  const NAMED = "[data-message-id], [data-legacy-message-id]";

  Lencana.addAdapter("gmail", {
    // Pages of `view` other than the window of one conversation show attachments, print-outs and sources.
    matches: ({ hostname, searchParams }) => hostname === "mail.google.com" && /^(btop)?$/.test(searchParams.get("view") ?? ""),
    isMessageAddress: ({ hash }) => /\/[A-Za-z0-9]{28,}$/.test(hash) && !/^#label\/[^/]+$/.test(hash),
    message: [
      "div.adn[data-message-id]",
      "div.adn[data-legacy-message-id]",
      "div.adn.ads",
      "[role='listitem']:has([data-message-id])",
    ],
    body: ["div.a3s", "div.ii.gt", ".adP"],
    sender: ["span.gD[email]", "h3.iw span[email]", ".gF span[email]", "span[email][name]", "[data-hovercard-id*='@']"],
    subject: ["h2.hP", "h2[data-thread-perm-id]", "h2[data-legacy-thread-id]", ".ha h2"],
    id: (container) => legacyId(container) ?? container.getAttribute("data-message-id"),
    sharedSubject: true,
    origin: (container) => (legacyId(container) === null ? "file" : "delivered"),
    headerBlock: async ({ container, document }) => {
      const th = legacyId(container);
      if (th === null) return null; // sent from here and not yet stored
      const page = (await (await fetchSource(originalAddress(document, th)))?.text().catch(() => "")) ?? "";
      return headerBlockOf(textInPre(page, /\bid="raw_message_text"/));
    },
    listRow: {
      row: ["tr.zA:has(.yW)"],
      sender: [".yW span[email]"],
      everySender: true,
      subject: [".y6 > span[id]", ".bog", ".y6"],
      parts: partsOf,
      id: (row) => idIn(row, "data-legacy-last-message-id") ?? idIn(row, "data-legacy-thread-id") ?? null,
    },
  });

  /** @param {Element} container */
  function legacyId(container) {
    const element = container.matches(NAMED) ? container : container.querySelector(NAMED);
    const legacy = element?.getAttribute("data-legacy-message-id") ?? "";
    const decimal = /^#?msg-f:(\d+)$/.exec(element?.getAttribute("data-message-id") ?? "")?.[1];
    return /^[0-9a-f]{16,}$/.test(legacy) ? legacy : decimal ? BigInt(decimal).toString(16).padStart(16, "0") : null;
  }

  /**
   * A row of the list with preview pane "vertical split" is several `tr`: the sender is in the first, ids and subject in another.
   * @param {Element} row
   */
  function partsOf(row) {
    const parts = [row];
    for (let next = row.nextElementSibling; next?.matches("tr.zA:not(:has(.yW))"); next = next.nextElementSibling) parts.push(next);
    return parts;
  }

  /**
   * @param {Element} row
   * @param {string} attribute
   */
  function idIn(row, attribute) {
    return partsOf(row).map((part) => part.querySelector(`[${attribute}]`)?.getAttribute(attribute)).find((id) => id);
  }

  /**
   * The page "Show original" of this account, or of a delegated one: both stand in the path.
   * @param {Document} document
   * @param {string} th the id in hexadecimal
   */
  function originalAddress(document, th) {
    const address = new URL(document.location.pathname, document.location.origin);
    const ik = keyOf(document);
    if (ik !== undefined) address.searchParams.set("ik", ik);
    address.searchParams.set("view", "om");
    address.searchParams.set("th", th);
    return address;
  }

  /**
   * The account's key, which Gmail's own links to this page carry. It is no secret, and names the account only.
   * @param {Document} document
   */
  function keyOf(document) {
    const scripts = [...document.querySelectorAll("script:not([src])")].map(({ textContent }) => textContent ?? "");
    const settings = scripts.find((text) => text.includes("_GM_setData(")) ?? "";
    return /"w43KIf":\[[^\]]*?"([0-9a-f]{10})"/.exec(settings)?.[1];
  }
})();
