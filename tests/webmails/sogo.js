/**
 * SOGo 5.8: UI/Templates/MailerUI/UIxMailViewTemplate.wox of Debian's sogo-common (read 2026-11). Its view is drawn anew for each message, in the
 * browser's history after the address has changed (seen in SOGo 5.8 with a slow server, 2026-11). An attached
 * message is drawn as more parts of the body (UI/Templates/MailPartViewers/UIxMailPartMessageViewer.wox).
 */

import { escaped, one } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const sogo = {
  name: "sogo",
  host: "sogo.example.test",
  path: "/SOGo/so/alice/Mail/view#!/Mail/0/INBOX",
  isThreaded: false,
  source: "fetched",

  start({ document }) {
    document.body.innerHTML = `<main class="view"><section><div id="detailView" class="view-detail"></div></section></main>`;
  },

  show({ document, go }, [mail]) {
    return [() => go(`/SOGo/so/alice/Mail/view#!/Mail/0/INBOX/${mail.number}`), () => {
      one(document, "#detailView").innerHTML = `<div class="sg-reversible"><div class="sg-face"><md-card data-mail="${mail.number}"><md-card-actions></md-card-actions><md-card-content><div class="sg-padded"><h5
        class="sg-md-headline" ng-bind="viewer.message.subject">${escaped(mail.subject)}</h5><time class="msg-date" datetime="viewer.message.date">today</time></div><div><div class="pseudo-input-container--compact"><div><div><span
        ng-bind="::viewer.message.from[0].name">${escaped(mail.name)}</span> <a href="#" class="md-caption" ng-bind="::viewer.message.from[0].email">${escaped(mail.address)}</a></div></div></div><div
        class="msg-recipients"><a href="#">Alice</a></div></div><div><div class="msg-body"><div><div class="mailer_mailcontent"><div class="md-flex sg-mail-part"><div class="mailer_plaincontent">${mail.html}</div></div></div></div></div></div></md-card-content></md-card></div><div
        class="sg-back"><md-card><md-card-content><pre></pre></md-card-content></md-card></div></div>`;
    }];
  },

  close({ document, go }) {
    one(document, "#detailView").innerHTML = "";
    go("/SOGo/so/alice/Mail/view#!/Mail/0/INBOX");
  },

  sources: (mails) => Object.fromEntries(mails.map((mail) => [`/SOGo/so/alice/Mail/0/folderINBOX/${mail.number}`, ["message/rfc822", mail.raw]])),
};
