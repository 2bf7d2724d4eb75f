/** Pages as Roundcube's skin Elastic makes them. */

/** @param {{from?: string, body?: string, token?: string, subject?: string}} parts */
export function roundcube({
  from = '<a href="mailto:noreply@tm.openai.com" class="rcmContactAddress" title="noreply@tm.openai.com">OpenAI</a>',
  body = '<div class="message-part"><div class="pre">Hello Alice</div></div>',
  subject = "Your receipt",
  token = "s3cr3t",
} = {}) {
  return `<!doctype html><html><head><script>rcmail.set_env({"task":"mail","request_token":"${token}"});</script></head>
    <body class="task-mail action-preview"><div id="layout-content"><div class="content frame-content">
    <div id="message-header"><h2 class="subject"><span class="voice">Subject: </span>${subject}<a class="extwin" href="#">Open in new window</a></h2>
      <div class="header-content"><div class="header-summary">From <span class="adr">${from}</span> on 2026-11-22</div>
      <table class="header-headers"><tbody><tr><td class="header-title">From</td><td class="header from"><span class="adr">${from}</span></td></tr></tbody></table></div></div>
    <div id="message-content"><div id="message-objects"></div><div id="messagebody">${body}</div></div>
    </div></div></body></html>`;
}

export const PREVIEW = "https://mail.example/rc/?_task=mail&_caps=x&_uid=3&_mbox=INBOX&_framed=1&_action=preview";
