/** SOGo 5: one page; the address behind `#!` names account, folder and uid. */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage } = Lencana.messageSource;
  const { isFirstSeenAs, lineOfText, mailboxBeside } = Lencana.dom;
  const ROUTE = /^#!\/Mail\/([^/]+)\/(.+)\/(\d+)$/;

  Lencana.addAdapter("sogo", {
    matches: ({ pathname }) => /\/so\/[^/]+\/Mail\b/.test(pathname),
    isMessageAddress: ({ hash }) => ROUTE.test(hash),
    message: ["#detailView md-card", "[ui-view='message'] md-card", "md-card"],
    body: [".msg-body", ".mailer_mailcontent", ".sg-mail-part"], // all parts: an attached message is shown as more of them
    sender: [
      "a.md-caption[ng-bind*='from[0].email']",
      ".pseudo-input-container--compact a.md-caption",
      "a[href^='mailto:']",
    ],
    subject: ["h5.sg-md-headline", ".sg-md-headline"],
    id: (container, { location }) => {
      const name = ROUTE.exec(location.hash)?.slice(1).join("/") ?? null;
      // The address changes first where it is the browser that changes it (back, forward, a link): the last message stays until the next has come.
      return name === null || isFirstSeenAs(name, container) ? name : "";
    },
    // The route names a message of the mailbox; one that is attached to it is drawn inside its body, and gets no badge.
    origin: () => "delivered",
    headerBlock: async ({ document }) => readHeaderBlock(await fetchMessage(document)),
    // SOGo gives lines as they are stored; IMAP and signatures have them end with CR LF.
    rawMessage: async ({ document }) => withCrlf(await readRawMessage(await fetchMessage(document))),
    mailbox: mailboxBeside,
    listRow: {
      row: ["md-list-item.sg-message-list-item"],
      sender: [".sg-md-subhead > div > span:last-child"],  // the name; the address only of who has no name
      subject: [".sg-tile-subject"],
      id: (row) => lineOfText(row.querySelector(".sg-tile-content")),  // nothing in the page names it
    },
  });

  /** @param {Document} document */
  async function fetchMessage({ location, cookie }) {
    const [, account, path, uid] = ROUTE.exec(location.hash) ?? [];
    if (path === undefined) return null;
    const folders = decodeURIComponent(decodeURIComponent(path)).split("/").map((name) => `folder${encodeURIComponent(name)}`).join("/");
    const base = /^.*\/so\/[^/]+\/Mail\//.exec(location.pathname)?.[0];
    const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(cookie)?.[1] ?? "";
    return fetchSource(`${location.origin}${base}${account}/${folders}/${uid}`, { headers: { "X-XSRF-TOKEN": decodeURIComponent(token) } });
  }

  /** @param {Blob | null} blob */
  async function withCrlf(blob) {
    if (blob === null) return null;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const out = new Uint8Array(2 * bytes.length);
    let length = 0;
    for (let i = 0; i < bytes.length; i += 1) {
      if (bytes[i] === 10 && bytes[i - 1] !== 13) out[length++] = 13;
      out[length++] = bytes[i] ?? 0;
    }
    return new Blob([out.subarray(0, length)]);
  }
})();
