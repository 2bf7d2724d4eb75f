/** Yahoo Mail: raw messages come from another host, so the background fetches them (background/yahoo_source.js). */

(() => {
  const { isFirstSeenAs } = Lencana.dom;

  Lencana.addAdapter("yahoo", {
    matches: ({ hostname }) => hostname === "mail.yahoo.com",
    isMessageAddress: ({ pathname }) => /\/messages\/[\w-]+/.test(pathname),
    message: ["[data-test-id='message-view']"],
    body: ["[data-test-id='message-view-body-content']", "[data-test-id='message-view-body']"],
    sender: [
      "[data-test-id='message-from'] [data-test-id='email-pill'] [title*='@']",
      "[data-test-id='message-from'] [data-test-id='email-pill']",
      "[data-test-id='message-from']",
    ],
    subject: ["[data-test-id='message-group-subject-text']"],
    id: idOf,
    sharedSubject: true,
    origin: () => "delivered",
    headerBlock: async ({ container, document }) => {
      const [mailbox, message] = [mailboxId(document), idOf(container, document)];
      const raw = mailbox && message ? await Lencana.channel.send({ type: "source", mailbox, message }) : null;
      return typeof raw === "string" ? Lencana.messageSource.headerBlockOf(raw) : null;
    },
    listRow: {
      row: ["[data-test-id='message-list-item']"],
      sender: ["[id^='email-sender-'][title*='@']", "[data-test-id='senders'] [title*='@']", "[data-test-id='senders']"],
      subject: ["[id^='email-subject-']:not([id^='email-subject-snippet'])", "[data-test-id='message-subject']"],
      id: (row) => row.getAttribute("data-test-mid") ?? row.getAttribute("href"),
    },
  });

  /**
   * @param {Element} container
   * @param {Document} document
   */
  function idOf(container, document) {
    const own = container.getAttribute("data-message-id");
    if (own !== null) return own;
    const inAddress = /\/messages\/([\w-]+)/.exec(document.location.pathname)?.[1];
    const isOnlyOne = document.querySelectorAll("[data-test-id='message-view']").length < 2;
    const body = container.querySelector("[data-test-id='message-view-body-content'], [data-test-id='message-view-body']");
    return inAddress !== undefined && isOnlyOne && isFirstSeenAs(inAddress, body) ? inAddress : null;
  }

  /** @param {Document} document */
  function mailboxId(document) {
    const scripts = [...document.querySelectorAll("script:not([src])")];
    const ids = scripts.map(({ textContent }) => /"(?:mailboxId|selectedMailboxId)":"([\w-]+)"/.exec(textContent ?? "")?.[1]);
    return ids.find((id) => id !== undefined) ?? null;
  }
})();
