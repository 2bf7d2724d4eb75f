/**
 * Open-Xchange App Suite 7.10: open-xchange/appsuite-frontend ui/apps/io.ox/mail/{detail/view,common-extensions,actions/source}.js (read 2026-11).
 */

import { escaped, one, redraw } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const openxchange = {
  name: "openxchange",
  host: "ox.example.test",
  path: "/appsuite/#!!&app=io.ox/mail&folder=default0/INBOX",
  isThreaded: true,
  isFramed: true,
  source: "window",

  start({ document }, mails) {
    document.body.innerHTML = `<div id="io-ox-core"></div><div id="io-ox-windowmanager"><div class="list-view-control"><ul class="list-view mail-item">${mails.map(row).join("")}</ul></div><div
      class="thread-view-control"><div class="thread-view-list" id="detail"></div></div></div>`;
  },

  show({ document }, thread, open) {
    return [() => {
      const detail = one(document, "#detail");
      const key = thread.map(({ number }) => number).join();
      if (detail.getAttribute("data-key") !== key) {
        detail.setAttribute("data-key", key);
        detail.innerHTML = `<ul class="thread-view list-view">${thread.map((mail) => message(mail, open.has(mail.number))).join("")}</ul>`;
        return;
      }
      for (const mail of thread) {
        const isOpen = document.querySelector(`[data-mail="${mail.number}"]`)?.matches(".expanded");
        if (isOpen !== open.has(mail.number)) redraw(document, mail, message(mail, open.has(mail.number)));
      }
    }];
  },

  close({ document }) {
    const detail = one(document, "#detail");
    detail.removeAttribute("data-key");
    detail.innerHTML = "";
  },

  showSource({ document }, mail) {
    document.querySelector("#window")?.remove();
    const holder = document.createElement("div");
    holder.id = "window";
    holder.innerHTML = `<div class="modal mail-source-dialog" role="dialog"><div class="modal-body"><textarea class="form-control mail-source-view" readonly></textarea></div></div>`;
    one(/** @type {any} */ (holder), "textarea").textContent = mail.raw;
    document.body.append(holder);
  },

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail} mail @param {boolean} isOpen */
function message(mail, isOpen) {
  const body = `<iframe class="mail-detail-frame" title="Email content" srcdoc="${escaped(`<body class="iframe-body">${mail.html}</body>`)}"></iframe>`;
  return `<article class="list-item mail-item mail-detail f6-target focusable${isOpen ? " expanded" : ""}" data-cid="default0/INBOX.${mail.number}" data-loaded="${isOpen}" data-mail="${mail.number}"><h1
    class="subject">${escaped(mail.subject)}</h1><header class="detail-view-header"><h2 class="toggle-mail-body"><button type="button" class="toggle-mail-body-btn"><span class="sr-only">Email from ${escaped(mail.name)}:
    ${escaped(mail.subject)}</span></button></h2><div class="detail-view-row row-1 clearfix"><div class="from"><a href="#" role="button" class="halo-link"><span class="sr-only">From:</span><span
    class="person-link person-from ellipsis">${escaped(mail.name)}</span><span class="address">&lt;${escaped(mail.address)}&gt;</span></a><div class="spacer"></div></div><time class="date gray">today</time></div></header><section
    class="attachments"></section><section class="body user-select-text focusable" tabindex="-1">${isOpen ? body : ""}</section></article>`;
}

/** @param {Mail} mail */
function row(mail) {
  return `<li class="list-item selectable" data-cid="default0/INBOX.${mail.number}" title="${escaped(mail.subject)}"><div class="list-item-row"><div class="from" title="${escaped(mail.address)}"><span class="flags"></span><span
    class="person ellipsis">${escaped(mail.name)}</span></div></div><div class="list-item-row"><div class="subject" role="presentation"><span class="flags"></span><span class="drag-title"
    title="${escaped(mail.subject)}">${escaped(mail.subject)}</span></div></div></li>`;
}
