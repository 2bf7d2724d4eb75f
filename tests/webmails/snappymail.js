/**
 * SnappyMail 2.38.2: the-djmaze/snappymail snappymail/v/0.0.0/app/templates/Views/User/{MailMessageView,MailMessageList}.html (read 2026-11).
 * The bodies of messages that were opened before stay in the page, hidden (seen in the running webmail).
 */

import { add, escaped, one } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const snappymail = {
  name: "snappymail",
  host: "snappy.example.test",
  path: "/#/mailbox/INBOX",
  isThreaded: false,
  source: "fetched",

  start({ document }, mails) {
    document.body.innerHTML = `<div id="rl-app"><div id="rl-content"><div class="messageList"><div class="b-content"><div class="messageListPlace">${mails.map(row).join("")}</div></div></div>
      <div class="messageView"><div class="b-message-view-desc">Select message in list to view it here.</div><div class="b-message" style="display: none"><div class="message-fixed-button-toolbar"><menu
      class="dropdown-menu" role="menu" id="menu"></menu></div><div class="messageItemHeader"></div><div id="messageItem"><div class="messageItemHeader"></div><div tabindex="0"><div><div class="bodySubHeader"></div><div
      class="bodyText"></div></div></div></div></div></div></div></div>`;
  },

  show({ document, go }, [mail]) {
    return [() => {
      const view = one(document, ".b-message");
      view.removeAttribute("style");
      view.setAttribute("data-mail", String(mail.number));
      one(document, "#menu").innerHTML = `<li role="presentation"><a target="_blank" href="./?/Raw/&amp;q[]=/0/ViewAsPlain/&amp;q[]=/hash${mail.number}">View original</a></li>
        <li role="presentation"><a target="_blank" href="./?/Raw/&amp;q[]=/0/Download/&amp;q[]=/hash${mail.number}">Download</a></li>`;
      one(document, ".b-message > .messageItemHeader").innerHTML = `<div class="subjectParent"><span class="infoParent">ℹ</span><span class="flagParent">☆</span><span
        class="subject">${escaped(mail.subject)}</span><a href="#" class="close">×</a></div><div class="informationShort"><span class="from"
        title="${escaped(`"${mail.name}" <${mail.address}>`)}"><span title="${escaped(mail.address)}">${escaped(mail.name)}</span></span><i class="fontastic">✔</i></div>`;
      one(document, "#messageItem > .messageItemHeader").innerHTML = `<div><time class="date" datetime="${new Date(mail.seconds * 1000).toISOString()}">today</time><div
        class="informationShortWrp"><div class="informationShort"><span>To</span>: <span>alice@example.test</span></div></div></div>`;
      const bodies = one(document, ".bodyText");
      for (const part of bodies.children) part.setAttribute("hidden", "");
      const part = bodies.querySelector(`[data-part="${mail.number}"]`) ?? add(bodies, `<div class="b-text-part plain" data-part="${mail.number}">${mail.html}</div>`);
      part.removeAttribute("hidden");
      go(`/#/mailbox/INBOX/m${mail.number}`);
    }];
  },

  /** What `popupMessage` of dev/Model/Message.js does (7a46560, read 2026-11). */
  openWindow({ document }, mail) {
    const opened = document.defaultView.open("", `sm-msg-hash${mail.number}`);
    opened.document.write(written(mail));
    opened.document.close();
  },

  close({ document, go }) {
    const view = one(document, ".b-message");
    view.setAttribute("style", "display: none");
    view.removeAttribute("data-mail");
    one(document, "#menu").innerHTML = "";
    for (const header of document.querySelectorAll(".messageItemHeader")) header.innerHTML = "";
    go("/#/mailbox/INBOX");
  },

  sources: (mails) => Object.fromEntries(mails.flatMap((mail) => [
    [`/?/Raw/&q[]=/0/ViewAsPlain/&q[]=/hash${mail.number}`, ["text/plain", mail.raw]],
    [`/?/Raw/&q[]=/0/Download/&q[]=/hash${mail.number}`, ["text/plain", mail.raw]],
  ])),

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail} mail */
function row(mail) {
  return `<div class="messageListItem" title="preview"><div class="messageCheckbox"><div class="checkboxMessage fontastic">☐</div></div><div><div class="flagParent fontastic"></div><div
    class="senderParent" title="${escaped(mail.address)}">${escaped(mail.name)}</div><div class="subjectParent">${escaped(mail.subject)}</div><div class="attachmentParent"></div><time
    datetime="${new Date(mail.seconds * 1000).toISOString()}">today</time></div></div>`;
}

/** @param {Mail} mail */
export function written(mail) {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${escaped(mail.subject)}</title></head><body style="background-color:#fff;color:#333"><header><h1>${escaped(mail.subject)}</h1><time>today</time><div>${
    escaped(`"${mail.name}" <${mail.address}>`)}</div><div>To: alice@example.test</div></header><div>${mail.html}</div><div id="attachments"></div></body></html>`;
}
