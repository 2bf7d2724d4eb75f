/** Yahoo Mail: sources come from another host, so the background fetches them (modules/yahoo.js). */

(() => {
  Lencana.addReader("yahoo", {
    fits: ({ hostname }) => hostname === "mail.yahoo.com",
    names: ({ pathname }) => /\/messages\/[\w-]+/.test(pathname),
    message: ["[data-test-id='message-view']"],
    body: ["[data-test-id='message-view-body-content']", "[data-test-id='message-view-body']"],
    sender: ["[data-test-id='message-from'] [data-test-id='email-pill'] [title*='@']", "[data-test-id='message-from'] [data-test-id='email-pill']", "[data-test-id='message-from']"],
    subject: ["[data-test-id='message-group-subject-text']"],
    id: idOf,
    headers: async ({ root, document }) => {
      const [mailbox, message] = [mailboxOf(document), idOf(root, document)];
      const source = mailbox && message ? await Lencana.channel.send({ type: "source", mailbox, message }) : null;
      return typeof source === "string" ? Lencana.source.block(source) : null;
    },
    row: {
      row: ["a[data-test-id='message-list-item']"],
      sender: ["[data-test-id='senders'] [title*='@']", "[data-test-id='senders']"],
      subject: ["[data-test-id='message-subject']"],
      id: (row) => row.getAttribute("href"),
    },
  });

  /** @param {Element} root @param {Document} document */
  function idOf(root, document) {
    const alone = document.querySelectorAll("[data-test-id='message-view']").length < 2;
    return root.getAttribute("data-message-id") ?? (alone ? /\/messages\/([\w-]+)/.exec(document.location.pathname)?.[1] : null) ?? null;
  }

  /** @param {Document} document */
  function mailboxOf(document) {
    const scripts = [...document.querySelectorAll("script:not([src])")].map(({ textContent }) => /"(?:mailboxId|selectedMailboxId)":"([\w-]+)"/.exec(textContent ?? "")?.[1]);
    return scripts.find((id) => id !== undefined) ?? null;
  }
})();
