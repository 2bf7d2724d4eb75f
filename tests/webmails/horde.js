/**
 * Horde's IMP 6.2.27, dynamic view: templates/dynamic/{mailbox.html.php,msglist_horiz.html} and js/dimpbase.js of Debian's php-horde-imp
 * (read 2026-11). The address changes before the message has come; until then the last one stays.
 */

import { escaped, one } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const horde = {
  name: "horde",
  host: "horde.example.test",
  path: "/imp/dynamic.php?page=mailbox#mbox:SU5CT1g",
  isThreaded: false,
  source: "fetched",

  start({ document }, mails) {
    document.body.innerHTML = `<div id="horde-page"><div id="impbase"><div id="impbase_folder"><div id="msgSplitPane"><div class="msglist">${mails.map(row).join("")}</div></div><div id="previewPane"><div
      id="previewInfo">0 messages selected</div><div id="previewMsg" style="display: none"><div class="msgHeaders"><div id="msgHeadersColl"><ul class="rightFloat"><li><div class="date"></div></li></ul><ul><li><div
      class="iconImg" id="th_expand"></div><span class="subject allowTextSelection"></span> from <span class="from"></span></li></ul></div><div id="msgHeaders" style="display: none"><div><span
      class="subject allowTextSelection"></span></div><table><thead><tr id="msgHeaderFrom"><td class="label">From:</td><td class="from allowTextSelection"></td></tr><tr id="msgHeaderTo"><td class="label">To:</td><td
      class="to allowTextSelection"><a class="horde-button address" title="alice@example.test">Alice</a></td></tr></thead></table></div></div><div id="messageBody" class="messageBody allowTextSelection"></div></div></div></div></div></div>`;
  },

  show({ document, go }, [mail]) {
    return [
      () => go(`/imp/dynamic.php?page=mailbox#msg:SU5CT1g;${mail.number}`),
      () => {
        for (const subject of document.querySelectorAll("#previewMsg .subject")) subject.textContent = mail.subject;
        for (const from of document.querySelectorAll("#previewMsg .from"))
          from.innerHTML = `<a class="horde-button address" title="${escaped(mail.address)}">${escaped(mail.name)}</a>`;
        one(document, "#messageBody").innerHTML = `<div class="mimePartBase"><div class="mimePartData">${mail.html}</div></div>`;
        one(document, "#previewInfo").setAttribute("style", "display: none");
        one(document, "#previewMsg").setAttribute("data-mail", String(mail.number));
        one(document, "#previewMsg").removeAttribute("style");
      },
    ];
  },

  close({ document, go }) {
    one(document, "#previewMsg").setAttribute("style", "display: none");
    go("/imp/dynamic.php?page=mailbox#mbox:SU5CT1g");
  },

  sources: (mails) => Object.fromEntries(mails.map((mail) => [`/imp/view.php?actionID=view_source&id=0&buid=${mail.number}&mailbox=SU5CT1g`, ["text/plain", mail.raw]])),

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail} mail @param {number} place */
function row(mail, place) {
  return `<div class="vpRow vpRowHoriz" id="VProw_${place + 1}"><div class="msgStatus"><div class="iconImg msCheck"></div></div><div class="msgFrom sep" title="${escaped(mail.address)}">${escaped(mail.name)}</div><div
    class="msgSubject sep" title="">${escaped(mail.subject)}</div><div class="msgDate sep">12:00</div><div class="msgSize sep">1 KB</div></div>`;
}
