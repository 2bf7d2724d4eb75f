/**
 * SnappyMail: its menu, which is in the page before it is opened, links to the source. `#rl-app` is looked for near `body` alone,
 * where no message can write.
 */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage } = Lencana.messageSource;
  const { lineOfText } = Lencana.dom;

  Lencana.addAdapter("snappymail", {
    isMessageAddress: ({ hash }) => /^#\/mailbox\/.*\/m\d+$/.test(hash),
    matches: (_address, document) => document.querySelector("body#rl-app, body > #rl-app, body > * > #rl-app") !== null,
    message: [".messageView .b-message", ".messageView"],
    // The bodies of messages opened before stay in the page, hidden.
    body: [".bodyText > .b-text-part:not([hidden])", ".bodyText"],
    sender: [".informationShort .from[title]", ".from[title]", ".informationShort .from"],
    subject: [".messageItemHeader .subjectParent .subject", ".subjectParent .subject", ".subject"],
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

  /** @param {Document} document */
  function sourceLink(document) {
    const links = [...document.querySelectorAll('a[href*="/ViewAsPlain/"]')];
    return links.find((element) => element.closest(".bodyText") === null)?.getAttribute("href") ?? null;
  }
})();
