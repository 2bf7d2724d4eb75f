/**
 * Outlook on the web. Reading pane: sgnoohc/monet, gmailify/CLAUDE.md (from saved pages, 2024 to 2026), and PhishLens' content script for
 * Outlook v1.15 (2026); rows: Bello-Ibrahim1/PhishGuard, tests/extension/test_adapters.js ("captured live 2026-09-02").
 */

import { escaped, one } from "./mail.js";

/** @import { Mail, Webmail } from "./mail.js" */
/** @type {Webmail} */
export const outlook = {
  name: "outlook",
  host: "outlook.office.com",
  path: "/mail/inbox",
  isThreaded: true,
  source: "window",

  start({ document }, mails) {
    document.body.innerHTML = `<div id="app"><div role="navigation"><span role="heading" aria-level="2">Navigation pane</span></div>
      <div id="MailList"><div role="listbox">${mails.map(row).join("")}</div></div>
      <div role="main" data-app-section="MailReadCompose"><div id="ReadingPaneContainerId"></div></div></div>`;
  },

  show({ document, go }, thread, open) {
    return [() => {
      for (const option of document.querySelectorAll("[data-convid]")) option.setAttribute("aria-selected", String(option.getAttribute("data-convid") === conversation(thread)));
      go(`/mail/inbox/id/${conversation(thread)}${"A".repeat(20)}`);
      one(document, "#ReadingPaneContainerId").innerHTML = `<div id="ConversationReadingPaneContainer" data-app-section="ConversationContainer"><div class="full"><div class="f77rj"><div
        id="CONV_${conversation(thread)}_SUBJECT" role="heading" aria-level="2" title="${escaped(thread[0].subject)}"><span>${escaped(thread[0].subject)}</span></div></div>
        <div>${thread.map((mail) => message(mail, open.has(mail.number))).join("")}</div></div></div>`;
    }];
  },

  close({ document, go }) {
    one(document, "#ReadingPaneContainerId").innerHTML = "<div><span>Select an item to read</span></div>";
    go("/mail/inbox");
  },

  showSource({ document }, mail) {
    document.querySelector("#window")?.remove();
    const holder = document.createElement("div");
    holder.id = "window";
    holder.innerHTML = `<div role="dialog" aria-modal="true"><div role="heading" aria-level="1">Message source</div><textarea readonly></textarea></div>`;
    one(/** @type {any} */ (holder), "textarea").textContent = mail.raw;
    document.body.append(holder);
  },
};

/** @param {Mail[]} thread */
const conversation = ([first]) => `AQQkAD${first.number}`;

/** @param {Mail} mail @param {boolean} isOpen */
function message(mail, isOpen) {
  const body = `<div class="XbIp4 jmmB7"><div class="Rehfi allowTextSelection"><div id="UniqueMessageBody_${mail.number}" class="XbIp4" role="document" aria-label="Message body" tabindex="0"><div
    class="rps_1a2b">${mail.html}</div></div></div></div>`;
  return `<div class="aVla3" data-mail="${mail.number}"><div class="wide-content-host"><div tabindex="0" aria-label="Email message"><div class="Pj6yN"><div class="lDdSm"></div><div
    class="OfKpt"><span id="MSG_AAkALg${mail.number}_FROM" role="heading" aria-level="3" class="OZZZK">${escaped(mail.name)}&lt;${escaped(mail.address)}&gt;</span></div><div data-testid="RecipientWell">To: You</div></div>
    ${isOpen ? body : `<div class="preview">${escaped(mail.subject)} …</div>`}</div></div></div>`;
}

/** @param {Mail} mail the address is in no row here, as in most */
function row(mail) {
  return `<div role="option" data-convid="${conversation([mail])}" aria-selected="false" aria-label="Unread ${escaped(mail.name)} ${escaped(mail.subject)}"><div role="img" aria-label="${escaped(mail.name)}"></div>
    <div><span class="TtcXM">${escaped(mail.subject)}</span></div></div>`;
}
