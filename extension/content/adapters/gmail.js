/** Gmail. Each message of a thread has a hexadecimal id; the decimal one is the same number. */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage, headerBlockOf } = Lencana.messageSource;
  const NAMED = "[data-message-id], [data-legacy-message-id]";
  const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00a0" });

  Lencana.addAdapter("gmail", {
    matches: ({ hostname }) => hostname === "mail.google.com",
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
      return (await readHeaderBlock(await fetchSource(attachmentAddress(document, th)))) ?? readOriginalPage(document, th);
    },
    rawMessage: async ({ container, document }) => {
      const th = legacyId(container);
      return th === null ? null : readRawMessage(await fetchSource(attachmentAddress(document, th)));
    },
    listRow: {
      row: ["tr.zA"],
      sender: [".yW span[email]", "span[email]"],
      subject: [".y6 > span[id]", ".bog", ".y6"],
      id: (row) => row.querySelector("[data-legacy-last-message-id]")?.getAttribute("data-legacy-last-message-id")
        ?? row.querySelector("[data-legacy-thread-id]")?.getAttribute("data-legacy-thread-id") ?? null,
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
   * @param {Document} document of this account, or a delegated one
   * @param {string} th the id in hexadecimal
   */
  function attachmentAddress({ location }, th) {
    return `${location.origin}${location.pathname}?view=att&th=${th}&attid=0&disp=comp&safe=1&zw`;
  }

  /**
   * The page "Show original", which is read as text and never as a page.
   * @param {Document} document
   * @param {string} th the id in hexadecimal
   */
  async function readOriginalPage({ location }, th) {
    const page = (await (await fetchSource(`${location.origin}${location.pathname}?view=om&th=${th}`))?.text()) ?? "";
    const escaped = /<pre[^>]*\bid="raw_message_text"[^>]*>([^<]*)/.exec(page)?.[1] ?? "";
    const text = escaped.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi, (entity, decimal, hex, name) =>
      name ? (ENTITIES[name] ?? entity) : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)));
    return headerBlockOf(text);
  }
})();
