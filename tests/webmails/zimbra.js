/**
 * Zimbra's classic client, conversation view: Zimbra/zm-web-client WebRoot/templates/mail/Message.template and
 * WebRoot/js/zimbraMail/mail/view/ZmConvView2.js (read 2026-11). A conversation that was left stays in the page, hidden.
 */

import { add, escaped, one } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const zimbra = {
  name: "zimbra",
  host: "zimbra.example.test",
  path: "/",
  isThreaded: true,
  source: "fetched",

  start({ document }) {
    document.body.innerHTML = `<div id="z_shell"><div id="skin_outer"><div id="panes"></div></div></div>`;
  },

  show({ document }, thread, open) {
    const panes = one(document, "#panes");
    const key = thread.map(({ number }) => number).join("-");
    return [() => {
      for (const pane of panes.children) pane.setAttribute("style", "display: none");
      const pane = panes.querySelector(`[data-key="${key}"]`) ?? add(panes, `<div class="ZmConvView2" data-key="${key}"><div class="Conv2Header"><span class="convSubject">${escaped(thread[0].subject)}</span></div>
        ${thread.map(message).join("")}</div>`);
      pane.removeAttribute("style");
      for (const mail of thread) {
        const view = one(/** @type {any} */ (pane), `[data-mail="${mail.number}"]`);
        view.className = `ZmMailMsgCapsuleView ${open.has(mail.number) ? "Expanded" : "Collapsed"}`;
        const body = one(/** @type {any} */ (pane), `[id="main_MSGC${mail.number}__body"]`);
        if (open.has(mail.number)) body.removeAttribute("style");
        else body.setAttribute("style", "display: none");
      }
    }];
  },

  close({ document }) {
    for (const pane of one(document, "#panes").children) pane.setAttribute("style", "display: none");
  },

  sources: (mails) => Object.fromEntries(mails.map((mail) => [`/service/home/~/?auth=co&view=text&id=${mail.number}`, ["text/plain", mail.raw]])),
};

/** @param {Mail} mail */
function message(mail) {
  const view = `main_MSGC${mail.number}`;
  return `<div id="${view}" class="ZmMailMsgCapsuleView" data-mail="${mail.number}"><div id="${view}__header" class="Conv2MsgHeader"><table id="${view}__header_hdrTable"><tbody><tr><td><span class="addrBubble"
    title="${escaped(mail.address)}">${escaped(mail.name)}</span></td><td class="Conv2MsgHeader-date">today</td></tr></tbody></table></div><div id="${view}__body" class="MsgBody">${mail.html}</div></div>`;
}
