/**
 * Yahoo Mail. Message view: mailvelope/mailvelope src/content-scripts/providerSpecific.js (2026-01), which names the parts only, so their
 * nesting is a guess; rows: Bello-Ibrahim1/PhishGuard, tests/extension/test_adapters.js (2026-09). The address changes first.
 */

import { escaped, one } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const yahoo = {
  name: "yahoo",
  host: "mail.yahoo.com",
  path: "/d/folders/1",
  isThreaded: false,
  source: "fetched",

  start({ document }, mails) {
    document.body.innerHTML = `<script>window.config = {"mailboxId":"VjN-box"};</script><div id="app"><div data-test-id="virtual-list">${mails.map(row).join("")}</div><div id="detail"></div></div>`;
  },

  show({ document, go }, [mail]) {
    return [
      () => go(`/d/folders/1/messages/m${mail.number}`),
      () => {
        one(document, "#detail").innerHTML = `<div data-test-id="message-group-view"><header><span data-test-id="message-group-subject-text">${escaped(mail.subject)}</span></header><ul><li><div
          data-test-id="message-view" data-mail="${mail.number}"><header><span data-test-id="message-from"><span data-test-id="email-pill"><span><span title="${escaped(mail.address)}">${escaped(mail.name)}</span></span></span></span></header><div
          data-test-id="message-view-body"><div data-test-id="message-view-body-content">${mail.html}</div></div></div></li></ul></div>`;
      },
    ];
  },

  close({ document, go }) {
    one(document, "#detail").innerHTML = "";
    go("/d/folders/1");
  },

  sources: (mails) => Object.fromEntries(mails.map((mail) => [
    `https://apis.mail.yahoo.com/ws/v3/mailboxes/@.id==VjN-box/messages/@.id==m${mail.number}/content/rawplaintext?appId=YMailNovation`, ["text/plain", mail.raw]])),

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail} mail @param {number} place */
function row(mail, place) {
  return `<div data-test-id="message-list-item" data-test-mid="m${mail.number}" role="article"><div><span id="email-sender-00_${place}" title="${escaped(mail.address)}">${escaped(mail.name)}</span><span
    id="email-subject-00_${place}">${escaped(mail.subject)}</span><span class="sr-only" id="email-subject-snippet-00_${place}">read this out</span></div></div>`;
}
