/**
 * Open-Xchange App Suite 7 and 8 (mailbox.org and others). Its source needs the session's id, which only the page's scripts have:
 * evidence is the window "View source", which the reader opens.
 */

Lencana.addAdapter("openxchange", {
  matches: (_address, document) => document.querySelector("body > #io-ox-core, body > #io-ox-windowmanager") !== null,
  message: ["article.mail-detail.expanded", ".mail-detail.expanded"],
  body: [".mail-detail.expanded section.body iframe.mail-detail-frame", ".mail-detail.expanded section.body"],
  sender: [".detail-view-header .from .address", ".detail-view-header .from .person-from"],
  subject: ["h1.subject"],
  sharedSubject: true, // without the prefixes that a setting hides
  sourceWindow: ["textarea.mail-source-view"],
  id: (container) => container.getAttribute("data-cid"),
  // "folder.number"; a message within a message has a number alone.
  origin: (container) => (/.\.\d+$/.test(container.getAttribute("data-cid") ?? "") ? "delivered" : "attached"),
  mailbox: (element) => Lencana.dom.mailboxBeside(element, element.parentElement?.querySelector(".person-from") ?? element),
  listRow: {
    row: [".list-view .list-item.selectable[data-cid]"],
    sender: [".from[title*='@']"],
    subject: [".drag-title", ".subject"],
    markAnchor: [".from .person", ".from"],
    id: (row) => row.getAttribute("data-cid"),
  },
});
