/**
 * Cypht: cypht-org/cypht modules/imap/{output_modules.php,functions.php,site.js} (da5c965, 2026-08; read 2026-11). The address changes first,
 * then `.msg_text` is emptied and filled.
 */

import { escaped, one } from "./mail.js";

const FOLDER = "imap_0_494e424f58";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const cypht = {
  name: "cypht",
  host: "cypht.example.test",
  path: `/?page=message_list&list_path=${FOLDER}`,
  isThreaded: false,
  source: "fetched",

  start({ document }, mails) {
    document.body.innerHTML = `<div class="container-fluid p-0"><main class="cypht-layout"><section id="list"><table class="message_table"><tbody>${mails.map(row).join("")}</tbody></table></section><section><div
      class="content_title"></div><div class="msg_text"></div></section></main></div>`;
  },

  show({ document, go }, [mail]) {
    const text = one(document, ".msg_text");
    return [
      () => go(`/?page=message&uid=${mail.number}&list_path=${FOLDER}&list_parent=${FOLDER}`),
      () => {
        text.innerHTML = "";
        text.setAttribute("data-mail", String(mail.number));
      },
      () => {
        text.innerHTML = `<div class="container-fluid p-0 ml-0 border-bottom border-secondary-subtle text-muted"><div class="row g-0 small_header d-flex"><div class="col-12"><span
          class="fs-5 fw-normal text-dark js-header_subject">${escaped(mail.subject)}</span></div></div><div class="row g-0 small_header d-flex"><div class="col-md-10"><small class="text-muted
          js-header_date">today</small></div></div><div class="row g-0 small_header d-flex"><div class="col-md-2"><span class="text-muted">From</span></div><div class="col-md-10"><div class="dropdown"><a
          id="contact_info" class="dropdown-toggle text-decoration-none js-header_from" href="#">${escaped(`"${mail.name}" <${mail.address}>`)}</a><div class="dropdown-menu p-4" id="contact_popup"></div></div></div></div><div
          class="row g-0 long_header"><div class="col-md-10">X-Number: 0</div></div></div><div class="msg_text_inner"><div class="msg_plain_part">${mail.html}</div></div><table class="msg_parts"></table>`;
      },
    ];
  },

  close({ document, go }) {
    one(document, ".msg_text").innerHTML = "";
    go(`/?page=message_list&list_path=${FOLDER}`);
  },

  sources: (mails) => Object.fromEntries(mails.map((mail) => [`/?page=message_source&imap_msg_uid=${mail.number}&imap_server_id=0&imap_folder=494e424f58`, ["text/html",
    `<div class="w-auto mx-auto p-5"><h1>Message source</h1><div><pre class="msg_source">${escaped(mail.raw)}</pre></div></div>`]])),

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail} mail */
function row(mail) {
  return `<tr class="email imap_0_${mail.number}_494e424f58" data-uid="${mail.number}"><td class="checkbox_cell"></td><td class="source">inbox</td><td class="from" data-title="  ${escaped(mail.address)}">${escaped(mail.name)}</td><td
    class="subject"><div><a href="?page=message&amp;uid=${mail.number}&amp;list_path=${FOLDER}">${escaped(mail.subject)}</a></div></td></tr>`;
}
