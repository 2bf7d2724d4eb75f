/**
 * Proton Mail: ProtonMail/WebClients applications/mail/src/app/components/list/{Item,ItemColumnLayout,ItemSenders}.tsx and
 * message/recipients/RecipientItemLayout.tsx (read 2026-11). The list is in the column layout, the default.
 */

import { escaped, one, redraw } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const proton = {
  name: "proton",
  host: "mail.proton.me",
  path: "/u/0/inbox",
  isThreaded: true,
  isFramed: true,
  source: "window",

  start({ document }, mails) {
    document.body.innerHTML = `<div class="app-root"><main class="main"><div class="items-column-list">${mails.map(row).join("")}</div><section class="view-column-detail" id="detail"></section></main></div>`;
  },

  show({ document, go }, thread, open) {
    return [() => {
      go(`/u/0/inbox/${id(thread[0])}${"x".repeat(40)}==`);
      const detail = one(document, "#detail");
      const key = thread.map(({ number }) => number).join();
      if (detail.getAttribute("data-key") !== key) {
        detail.setAttribute("data-key", key);
        detail.innerHTML = `<div class="message-conversation-summary"><h1 class="message-conversation-summary-header" data-testid="conversation-header:subject"><span>${escaped(thread[0].subject)}</span></h1></div>
          ${thread.map((mail) => message(mail, open.has(mail.number))).join("")}`;
        return;
      }
      for (const mail of thread) {
        const isOpen = document.querySelector(`[data-mail="${mail.number}"]`)?.getAttribute("data-expanded") === "true";
        if (isOpen !== open.has(mail.number)) redraw(document, mail, message(mail, open.has(mail.number)));
      }
    }];
  },

  close({ document, go }) {
    const detail = one(document, "#detail");
    detail.removeAttribute("data-key");
    detail.innerHTML = "";
    go("/u/0/inbox");
  },

  showSource({ document }, mail) {
    document.querySelector("#window")?.remove();
    const holder = document.createElement("div");
    holder.id = "window";
    holder.innerHTML = `<dialog open class="modal-two message-headers-modal"><div class="modal-two-content"><pre class="text-break">${escaped(mail.raw)}</pre></div></dialog>`;
    document.body.append(holder);
  },

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail} mail */
const id = ({ number }) => `id-${number}-`;

/** @param {Mail} mail @param {boolean} isOpen */
function message(mail, isOpen) {
  const sender = `<span class="message-recipient-item-label-address" data-testid="recipients:sender" title="${escaped(mail.address)}"><a href="mailto:${escaped(mail.address)}" title="${escaped(mail.address)}"
    data-testid="recipient-label">${escaped(mail.name)}</a></span>`;
  const body = `<div class="message-content scroll-horizontal-if-needed" data-testid="message-content:body"><div class="message-iframe"><iframe title="Email content"
    srcdoc="${escaped(`<!doctype html><body>${mail.html}</body>`)}"></iframe></div></div>`;
  return `<article class="message-container" data-shortcut-target="message-container" data-message-id="${id(mail)}" data-testid="message-view-0" data-expanded="${isOpen}" data-mail="${mail.number}"><div
    class="message-header"><div class="flex"><div class="message-header-from-container">${sender}</div></div></div>${isOpen ? body : ""}</article>`;
}

/** @param {Mail} mail */
function row(mail) {
  return `<div class="item-container item-container-column" data-shortcut-target="item-container" data-element-id="${id(mail)}" data-testid="message-item:${escaped(mail.subject)}"><div class="item-senders"><span class="inline-block
    max-w-full text-ellipsis" data-testid="message-column:sender-address"><span class="max-w-full text-ellipsis" title="${escaped(mail.address)}" data-testid="message-column:sender-address">${escaped(mail.name)}</span></span></div><div
    class="item-subject"><span title="${escaped(mail.subject)}" data-testid="message-column:subject">${escaped(mail.subject)}</span></div></div>`;
}
