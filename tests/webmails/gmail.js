/**
 * Gmail. Message view: markup as pasted in 2025-08 in the tashifkhan/JIIT-placement-alerts family of repositories; ids as in captures of
 * 2026; list and vertical split: InboxSDK, src/injected-js/gmail/thread-identifier/thread-row-parser.test.ts (read 2026-11).
 * A conversation that was left stays in the page, hidden (InboxSDK's notes on caching).
 */

import { add, escaped, one } from "./mail.js";

const hex = (/** @type {Mail} */ { number }) => number.toString(16).padStart(16, "0");
const ids = (/** @type {Mail} */ mail) => `data-message-id="#msg-f:${mail.number}" data-legacy-message-id="${hex(mail)}"`;

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const gmail = {
  name: "gmail",
  host: "mail.google.com",
  path: "/mail/u/0/#inbox",
  isThreaded: true,
  source: "fetched",

  start({ document }, mails) {
    document.body.innerHTML = `<div class="nH"><div class="nH" role="main"><div class="Cp"><table class="F cf zt"><tbody>${mails.map(row).join("")}</tbody></table></div></div>
      <div class="nH bkK" id="panes"></div></div>`;
  },

  show({ document, go }, thread, open) {
    const panes = one(document, "#panes");
    const key = thread.map(hex).join("-");
    return [() => {
      for (const pane of panes.children) pane.setAttribute("style", "display: none");
      const pane = panes.querySelector(`[data-key="${key}"]`) ?? add(panes, conversation(thread, key));
      pane.removeAttribute("style");
      for (const mail of thread) toggle(one(/** @type {any} */ (pane), `[data-mail="${mail.number}"]`), open.has(mail.number));
      go(`/mail/u/0/#inbox/FMfcgzGtwVbnKlMwqXyZFMfcg${key.slice(-16)}`);
    }];
  },

  close({ document, go }) {
    for (const pane of one(document, "#panes").children) pane.setAttribute("style", "display: none");
    go("/mail/u/0/#inbox");
  },

  sources: (mails) => Object.fromEntries(mails.map((mail) => [`/mail/u/0/?view=om&th=${hex(mail)}`, ["text/html",
    `<table><tr><th>SPF:</th><td>PASS</td></tr></table><pre class="raw_message_text" id="raw_message_text">${escaped(mail.raw)}</pre>`]])),

  listed: (mails) => mails.map(({ address }) => address),
};

/** @param {Mail[]} thread @param {string} key */
function conversation(thread, key) {
  return `<div class="a98 iY" data-key="${key}"><div class="ha"><h2 class="hP" data-legacy-thread-id="${hex(thread[0])}">${escaped(thread[0].subject)}</h2></div>
    <div role="list">${thread.map(message).join("")}</div></div>`;
}

/** @param {Mail} mail the message itself, and what stands for it while it is collapsed */
function message(mail) {
  const sender = `<span email="${escaped(mail.address)}" name="${escaped(mail.name)}" class="gD" data-hovercard-id="${escaped(mail.address)}"><span>${escaped(mail.name)}</span></span>`;
  return `<div class="h7" role="listitem" data-mail="${mail.number}"><div class="Bk"><div class="G3 G2"><div><div class="adn ads" ${ids(mail)}>
    <div class="aju"></div><div class="gs"><div class="gE iv gt"><table class="cf gJ"><tbody><tr class="acZ"><td class="gF gK"><table class="cf ix"><tbody><tr>
    <td class="c2"><h3 class="iw"><span class="qu" role="gridcell">${sender} <span class="cfXrwd"></span><span class="go"><span aria-hidden="true">&lt;</span>${escaped(mail.address)}<span
    aria-hidden="true">&gt;</span></span></span></h3></td></tr></tbody></table></td><td class="gH bAk"><div class="gK"><span class="g3">12:00</span></div></td></tr></tbody></table></div>
    <div class=""><div class="ii gt"><div class="a3s aiL">${mail.html}</div></div></div></div></div>
    <div class="adf ads" style="display: none"><table class="cf"><tbody><tr><td class="gF"><span class="zF" email="${escaped(mail.address)}">${escaped(mail.name)}</span></td></tr></tbody></table></div></div></div></div></div>`;
}

/** @param {Element} item @param {boolean} isOpen */
function toggle(item, isOpen) {
  item.className = isOpen ? "h7" : "kv";
  for (const [selector, isShown] of /** @type {const} */ ([[".adn", isOpen], [".adf", !isOpen]])) {
    const element = one(/** @type {any} */ (item), selector);
    if (isShown) element.removeAttribute("style");
    else element.setAttribute("style", "display: none");
  }
}

/** @param {Mail} mail */
function row(mail) {
  return `<tr class="zA yO" role="row"><td class="yX xY"><div class="afn">${escaped(mail.name)}, unread</div><div class="yW"><span class="bA4"><span class="yP"
    email="${escaped(mail.address)}" name="${escaped(mail.name)}">${escaped(mail.name)}</span></span></div></td><td class="xY a4W"><div class="xS" role="link"><div class="xT"><div class="y6"><span
    data-thread-id="#thread-f:${mail.number}" data-legacy-thread-id="${hex(mail)}" data-legacy-last-message-id="${hex(mail)}" id=":${mail.number}">${escaped(mail.subject)}</span></div></div></div></td></tr>`;
}
