/**
 * Nextcloud Mail, the real front ends' structure: nextcloud/mail src/components/{ThreadEnvelope,Message,MessageHTMLBody,MessagePlainTextBody,
 * Moment}.vue at 5.8.2 and, since commit dcbf3414f of 2026-04-24, at 5.9 and later (read 2026-11).
 */

import { escaped, one, redraw } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */

/** @param {boolean} isOld up to 5.8, where the header is a link */
function replica(isOld) {
  /** @type {Webmail} */
  const webmail = {
    name: "nextcloud",
    host: isOld ? "cloud58.example.test" : "cloud.example.test",
    path: "/index.php/apps/mail/box/1",
    isThreaded: true,
    source: "fetched",

    start({ document }, mails) {
      document.body.innerHTML = `<main id="app-content-vue"><div class="app-content-list"><ul>${mails.map(row).join("")}</ul></div><div class="app-content-detail" id="detail"></div></main>`;
    },

    show({ document, go }, thread, open) {
      return [() => {
        go(`/index.php/apps/mail/box/1/thread/${thread[0].number}`);
        const detail = one(document, "#detail");
        const key = thread.map(({ number }) => number).join();
        if (detail.getAttribute("data-key") !== key) {
          detail.setAttribute("data-key", key);
          detail.innerHTML = `<div id="mail-message"><div id="mail-thread-header"><div id="mail-thread-header-fields"><h2 title="${escaped(thread[0].subject)}">${escaped(thread[0].subject)}</h2></div></div>
            ${thread.map((mail) => envelope(mail, open.has(mail.number), isOld)).join("")}</div>`;
          return;
        }
        for (const mail of thread) {
          const isOpen = document.querySelector(`[data-mail="${mail.number}"]`)?.matches(".envelope--expanded");
          if (isOpen !== open.has(mail.number)) redraw(document, mail, envelope(mail, open.has(mail.number), isOld));
        }
      }];
    },

    close({ document, go }) {
      const detail = one(document, "#detail");
      detail.removeAttribute("data-key");
      detail.innerHTML = "";
      go("/index.php/apps/mail/box/1");
    },

    sources: (mails) => Object.fromEntries(mails.flatMap((mail) => [
      [`/index.php/apps/mail/api/messages/${mail.number}/source`, ["application/json", JSON.stringify({ source: mail.raw })]],
      [`/index.php/apps/mail/api/messages/${mail.number}/html`, ["text/html", mail.html]],
      [`/index.php/apps/mail/api/messages/${mail.number}/export`, ["message/rfc822", mail.raw]],
      [`/index.php/apps/mail/api/messages/${mail.number}/thread`, ["application/json", JSON.stringify({
        status: "success", data: mails.map(({ number, seconds, name, address }) => ({ databaseId: number, dateInt: seconds, from: [{ label: name, email: address }] })),
      })]],
    ])),
  };
  return webmail;
}

export const nextcloud58 = replica(true);
export const nextcloud = replica(false);

/** @param {Mail} mail @param {boolean} isOpen @param {boolean} isOld */
function envelope(mail, isOpen, isOld) {
  const address = `<p class="sender__email" style="color: var(--color-text-maxcontrast)"> ${escaped(mail.address)} </p>`;
  const fields = `<div class="envelope__header__left__sender-subject-tags"><div class="sender">${escaped(mail.name)}${isOld ? address : ""}</div>${isOld ? "" : address}
    <div class="subline"><span class="preview">preview of ${mail.number}, support@nobody.example</span></div><div class="tagline"></div></div>`;
  const header = isOld
    ? `<a class="left seen" href="/index.php/apps/mail/box/1/thread/${mail.number}">${fields}</a>`
    : `<div class="left seen" role="button" tabindex="0">${fields}</div>`;
  const body = `<div class="mail-message-body" role="region" aria-label="Message body"><div class="phishing-warning" hidden>This email might be a phishing attempt</div><div id="mail-content"><div
    id="message-container">${mail.html}</div></div><div id="reply-composer"></div><div class="reply-buttons"><button>Reply</button></div></div>`;
  return `<div class="envelope${isOpen ? " envelope--expanded" : ""}" data-mail="${mail.number}"><div class="envelope__header"><div class="envelope__header__avatar"></div>${header}
    <div class="right"><span class="timestamp" data-timestamp="${mail.seconds * 1000}" title="today">today</span></div></div>${isOpen ? body : ""}</div>`;
}

/** @param {Mail} mail */
function row(mail) {
  return `<li class="list-item-style envelope" data-envelope-id="${mail.number}"><div class="list-item"><a class="list-item__anchor"><div class="list-item-content"><div class="list-item-content__main"><div
    class="list-item-content__name"><span>${escaped(mail.name)}</span></div><div class="envelope__subtitle"><span class="envelope__subtitle__subject">${escaped(mail.subject)}</span></div></div></div></a></div></li>`;
}
