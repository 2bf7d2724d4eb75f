/** Gmail. Each message of a thread has a hexadecimal id; the decimal one is the same number. */

(() => {
  const { get, headers, raw, block } = Lencana.source;
  const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00a0" });

  Lencana.addReader("gmail", {
    fits: ({ hostname }) => hostname === "mail.google.com",
    names: ({ hash }) => /\/[A-Za-z0-9]{28,}$/.test(hash) && !/^#label\/[^/]+$/.test(hash),
    message: ["div.adn[data-message-id]", "div.adn[data-legacy-message-id]", "div.adn.ads", "[role='listitem']:has([data-message-id])"],
    body: ["div.a3s", "div.ii.gt", ".adP"],
    sender: ["span.gD[email]", "h3.iw span[email]", ".gF span[email]", "span[email][name]", "[data-hovercard-id*='@']"],
    subject: ["h2.hP", "h2[data-thread-perm-id]", "h2[data-legacy-thread-id]", ".ha h2"],
    id: (root) => legacyId(root) ?? root.getAttribute("data-message-id"),
    headers: async ({ root, document }) => {
      const th = legacyId(root);
      if (th === null) return null; // sent from here and not yet stored
      return (await headers(await get(attachment(document, th)))) ?? original(document, th);
    },
    raw: async ({ root, document }) => {
      const th = legacyId(root);
      return th === null ? null : raw(await get(attachment(document, th)));
    },
    row: {
      row: ["tr.zA"],
      sender: [".yW span[email]", "span[email]"],
      subject: [".y6 > span[id]", ".bog", ".y6"],
      id: (row) => row.querySelector("[data-legacy-last-message-id]")?.getAttribute("data-legacy-last-message-id")
        ?? row.querySelector("[data-legacy-thread-id]")?.getAttribute("data-legacy-thread-id") ?? null,
    },
  });

  /** @param {Element} root */
  function legacyId(root) {
    const part = root.matches("[data-message-id], [data-legacy-message-id]") ? root : root.querySelector("[data-message-id], [data-legacy-message-id]");
    const legacy = part?.getAttribute("data-legacy-message-id") ?? "";
    const decimal = /^#?msg-f:(\d+)$/.exec(part?.getAttribute("data-message-id") ?? "")?.[1];
    return /^[0-9a-f]{16,}$/.test(legacy) ? legacy : decimal ? BigInt(decimal).toString(16).padStart(16, "0") : null;
  }

  /** @param {Document} document of this account, or a delegated one @param {string} th */
  function attachment({ location }, th) {
    return `${location.origin}${location.pathname}?view=att&th=${th}&attid=0&disp=comp&safe=1&zw`;
  }

  /** The page "Show original", which is read as text and never as a page. @param {Document} document @param {string} th */
  async function original({ location }, th) {
    const page = (await (await get(`${location.origin}${location.pathname}?view=om&th=${th}`))?.text()) ?? "";
    const source = /<pre[^>]*\bid="raw_message_text"[^>]*>([^<]*)/.exec(page)?.[1] ?? "";
    const text = source.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi, (whole, decimal, hex, name) =>
      name ? (ENTITIES[name] ?? whole) : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)));
    return block(text);
  }
})();
