/** Proton Mail: decrypted in the page, so headers are read only from the window "View headers", which the reader opens. */

Lencana.addAdapter("proton", {
  matches: ({ hostname }) => hostname === "mail.proton.me",
  isMessageAddress: ({ pathname }) => /^\/u\/\d+\/[^/]+\/[\w-]{40,}={0,2}/.test(pathname),
  message: [
    "article.message-container[data-expanded='true'][data-message-id]",
    "article.message-container[data-message-id]",
    "[data-shortcut-target='message-container']",
  ],
  body: ["iframe[title='Email content']", "[data-testid='message-content:body']", ".message-content iframe"],
  sender: ["[data-testid='recipients:sender']", "[data-testid^='recipients:item-']", "[data-testid='recipient-label']"],
  subject: ["[data-testid='conversation-header:subject']", "h1"],
  sourceWindow: [".message-headers-modal pre.text-break", ".message-headers-modal pre"],
  sharedSubject: true,
  origin: () => "delivered",
  id: (container) => container.getAttribute("data-message-id"),
  listRow: {
    row: ["[data-shortcut-target='item-container']", "[data-testid^='message-item:']"],
    // In the column layout, which is the default, an outer element without the address has the same name.
    sender: [
      "[data-testid='message-column:sender-address'][title]",
      "[data-testid='message-row:sender-address'][title]",
      "[data-testid='message-row:sender-address']",
    ],
    subject: ["[data-testid='message-column:subject']", "[data-testid='message-row:subject']"],
    id: (row) => row.getAttribute("data-element-id"),
  },
});
