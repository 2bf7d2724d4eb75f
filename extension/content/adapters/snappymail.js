/**
 * SnappyMail: its menu, which is in the page before it is opened, links to the source. `#rl-app` is looked for near `body` alone,
 * where no message can write. "Open in new window" writes the message into a window without an address, which is named by the
 * message's hash; what it writes comes first in `body`.
 */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage } = Lencana.messageSource;
  const { lineOfText } = Lencana.dom;
  const WINDOW_NAME = /^sm-msg-([\w.~=-]+)$/;
  const HEADER = "body > header:first-child:has(> h1 + time + div)";

  Lencana.addAdapter("snappymail", {
    isMessageAddress: ({ hash }) => /^#\/mailbox\/.*\/m\d+$/.test(hash),
    matches: (_address, document) =>
      document.querySelector("body#rl-app, body > #rl-app, body > * > #rl-app") !== null || hashOfWindow(document) !== null,
    // First what is in such a window, and never in the page: there a message might draw the rest.
    message: ["body:has(> header:first-child > h1 + time + div)", ".messageView .b-message", ".messageView"],
    // The bodies of messages opened before stay in the page, hidden.
    body: [`${HEADER} ~ :is(div, pre):not([data-lencana], #attachments)`, ".bodyText > .b-text-part:not([hidden])", ".bodyText"],
    sender: [`${HEADER} > time + div`, ".informationShort .from[title]", ".from[title]", ".informationShort .from"],
    subject: [`${HEADER} > h1`, ".messageItemHeader .subjectParent .subject", ".subjectParent .subject", ".subject"],
    // The view stands empty in the page while no message is open.
    id: (_container, document) => sourceLink(document)?.split("/").pop() ?? (document.querySelector(".messageView .subject") ? null : ""),
    origin: () => "delivered",
    headerBlock: async ({ document }) => readHeaderBlock(await fetchSource(new URL(sourceLink(document) ?? "", document.location.href))),
    rawMessage: async ({ document }) => {
      const source = sourceLink(document)?.replace("/ViewAsPlain/", "/Download/");
      return source ? readRawMessage(await fetchSource(new URL(source, document.location.href))) : null;
    },
    listRow: {
      row: [".messageListItem"],
      sender: [".senderParent[title]", ".senderParent"],
      subject: [".subjectParent"],
      // Nothing names a row: its time and subject do, beside the sender.
      id: (row) => `${row.querySelector("time")?.getAttribute("datetime") ?? ""} ${lineOfText(row.querySelector(".subjectParent"))}`,
    },
  });

  /**
   * The address of the open message's source; a window has no such link, but its name says what would be in it.
   * @param {Document} document
   */
  function sourceLink(document) {
    const hash = hashOfWindow(document);
    if (hash !== null) return `./?/Raw/&q[]=/0/ViewAsPlain/&q[]=/${hash}`;
    const links = [...document.querySelectorAll('a[href*="/ViewAsPlain/"]')];
    return links.find((element) => element.closest(".bodyText") === null)?.getAttribute("href") ?? null;
  }

  /**
   * The message's hash, if this is a window that SnappyMail has written a message into.
   * @param {Document} document
   */
  function hashOfWindow(document) {
    const hash = WINDOW_NAME.exec(document.defaultView?.name ?? "")?.[1];
    return hash !== undefined && document.querySelector(HEADER) !== null ? hash : null;
  }
})();
