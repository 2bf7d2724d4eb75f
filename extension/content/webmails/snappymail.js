/** SnappyMail: its menu, which is in the page before it is opened, links to the source. What a message writes is never that near to `body`. */

(() => {
  const { get, headers, raw } = Lencana.source;

  Lencana.addReader("snappymail", {
    fits: (_address, document) => document.querySelector("body#rl-app, body > #rl-app, body > * > #rl-app") !== null,
    message: [".messageView .b-message", ".messageView"],
    body: [".bodyText", "#messageItem .bodyText"],
    sender: [".informationShort .from[title]", ".from[title]", ".informationShort .from"],
    subject: [".messageItemHeader .subjectParent .subject", ".subjectParent .subject", ".subject"],
    // The view stands empty in the page while no message is open.
    id: (_root, document) => link(document)?.getAttribute("href")?.split("/").pop() ?? (document.querySelector(".messageView .subject") ? null : ""),
    headers: async ({ document }) => headers(await get(new URL(link(document)?.getAttribute("href") ?? "", document.location.href))),
    raw: async ({ document }) => {
      const source = link(document)?.getAttribute("href")?.replace("/ViewAsPlain/", "/Download/");
      return source ? raw(await get(new URL(source, document.location.href))) : null;
    },
    row: {
      row: [".messageListItem"],
      sender: [".senderParent[title]", ".senderParent"],
      subject: [".subjectParent"],
      id: (row) => row.getAttribute("data-uid") ?? row.id,
    },
  });

  /** @param {Document} document */
  function link(document) {
    return [...document.querySelectorAll('a[href*="/ViewAsPlain/"]')].find((element) => element.closest(".bodyText") === null) ?? null;
  }
})();
