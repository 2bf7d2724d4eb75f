/**
 * Roundcube (1.5 and later; skins Elastic and Larry): the preview frame and the full view are documents of their own, each
 * with one message, named by folder and uid in the address.
 */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage } = Lencana.messageSource;
  const { isNamedOnce } = Lencana.dom;

  Lencana.addAdapter("roundcube", {
    frames: true,
    matches: (address) => address.searchParams.get("_task") === "mail" && address.searchParams.get("_action") !== "compose",
    message: ["body"],
    header: ["#message-header", "#messageheader"],
    body: ["#messagebody"],
    sender: [
      ".header.from .rcmContactAddress",
      "td.from .rcmContactAddress",
      ".header-summary .rcmContactAddress",
      ".header.from",
      "td.from",
    ],
    subject: ["h2.subject", "h3.subject"], // the second in the preview of Larry
    isMessageAddress: ({ searchParams }) => isMessageAction(searchParams) && searchParams.has("_uid"),
    id: (_container, document) => {
      const address = new URL(document.location.href);
      if (!isMessageAction(address.searchParams)) return "";
      return isNamedOnce(address, ["_task", "_action", "_uid", "_mbox"]) ? idOf(address) : null;
    },
    // The number of a message; "9.2" is a part of one, which Roundcube shows in the same view.
    origin: (_container, document) => (/^\d+$/.test(new URL(document.location.href).searchParams.get("_uid") ?? "") ? "delivered" : "attached"),
    headerBlock: async ({ document }) => readHeaderBlock(await fetchSource(sourceAddress(document))),
    rawMessage: async ({ document }) => {
      const token = requestToken(document);
      // Without the token a page comes instead of the message; without `_save` the message is rewritten, and no signature holds.
      return token === null ? null : readRawMessage(await fetchSource(`${sourceAddress(document)}&_save=1&_token=${token}`));
    },
    listRow: {
      row: ["#messagelist tr.message"],
      sender: [".rcmContactAddress"],
      subject: ["td.subject span.subject a", "td.subject a"],
      id: (row) => {
        const [, query] = row.querySelector('a[href*="_uid="]')?.getAttribute("href")?.split("?") ?? [];
        return query === undefined ? null : idOf({ searchParams: new URLSearchParams(query) });
      },
    },
  });

  /** @param {URLSearchParams} parameters */
  function isMessageAction(parameters) {
    return /^(show|preview)$/.test(parameters.get("_action") ?? "");
  }

  /** @param {Pick<URL, "searchParams">} address */
  function idOf({ searchParams }) {
    const [uid, mbox] = [searchParams.get("_uid"), searchParams.get("_mbox")];
    return uid === null || mbox === null ? null : `${mbox}/${uid}`;
  }

  /**
   * The message's source, rewritten by Roundcube: good enough for the header block.
   * @param {Document} document
   */
  function sourceAddress({ location }) {
    const { pathname, origin, searchParams } = new URL(location.href);
    const source = new URL(pathname, origin);
    for (const name of ["_uid", "_mbox"]) source.searchParams.set(name, searchParams.get(name) ?? "");
    source.searchParams.set("_task", "mail");
    source.searchParams.set("_action", "viewsource");
    return source;
  }

  /** @param {Document} document the token stands in the page's own scripts */
  function requestToken(document) {
    for (const script of document.querySelectorAll("script:not([src])")) {
      const token = /"request_token":"([A-Za-z0-9]+)"/.exec(script.textContent ?? "")?.[1];
      if (token !== undefined) return token;
    }
    return null;
  }
})();
