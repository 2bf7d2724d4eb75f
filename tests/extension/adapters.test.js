/** Every adapter over a page in its webmail's documented structure. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeMessage } from "../../extension/background/messages.js";
import { fetchYahooSource } from "../../extension/background/yahoo_source.js";
import { requiredPatterns } from "../../extension/modules/settings/match_patterns.js";
import { open } from "./support/page.js";

const SOURCE = "From: OpenAI <noreply@tm.openai.com>\r\nSubject: Receipt\r\n\r\nHello";
const HEADERS = SOURCE.slice(0, SOURCE.indexOf("\r\n\r\n"));
const plain = (body) => new Response(body, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
const page = (body) => `<!doctype html><html><head><title>Mail</title></head><body>${body}</body></html>`;
const BODY = '<p>Hello</p><a href="https://evil.example/x">openai.com</a>';
const SENDER = { shown: "noreply@tm.openai.com", from: '"OpenAI" <noreply@tm.openai.com>' };

/** A Gmail message. */
const gmail = ({ id = "1785000000000000001", legacy = "", body = BODY } = {}) =>
  `<div role="listitem"><div class="adn ads" data-message-id="#msg-f:${id}" ${legacy && `data-legacy-message-id="${legacy}"`}><div class="gs"><div class="gE"><h3 class="iw">
   <span class="gD" email="noreply@tm.openai.com" name="OpenAI">OpenAI</span></h3></div><div><div class="ii gt"><div class="a3s">${body}</div></div></div></div></div></div>`;
const original = (source) => new Response(`<html><pre class="raw_message_text" id="raw_message_text">${source.replace("<", "&lt;").replace(">", "&#62;")}</pre>`, { headers: { "Content-Type": "text/html" } });
const HEX = BigInt("1785000000000000001").toString(16);
const outlook = (sender, extra = "") => page(`<div role="option" data-convid="AQQk=" aria-selected="true"></div><div role="main"><div role="heading" aria-level="2">Receipt</div>
  <div class="m"><span id="MSG_AAMk1_FROM" role="heading" aria-level="3">${sender}</span><div id="UniqueMessageBody" role="document">${BODY}</div></div></div>${extra}`);
const proton = (extra = "", count = 1) => page(`<h1 data-testid="conversation-header:subject">Receipt</h1>${Array.from({ length: count }, (_, i) => `<article class="message-container"
  data-message-id="id${i}==" data-expanded="true"><header><span data-testid="recipients:sender" title="noreply@tm.openai.com">OpenAI</span></header>
  <div data-testid="message-content:body">${BODY}</div></article>`).join("")}${extra}`);
const MODAL = `<div class="message-headers-modal"><pre class="text-break">${SOURCE.replace("<", "&lt;").replace(">", "&gt;")}</pre></div>`;

/** name → page, its address, what its source endpoint gives, the address that must be asked */
const WEBMAILS = {
  gmail: {
    html: page(`<h2 class="hP">Receipt</h2><div role="list">${gmail()}</div>`),
    href: "https://mail.google.com/mail/u/1/#inbox/FMfcgzGtwVbnKlMwqXyZFMfcgzGtwVbn",
    fetch: () => original(SOURCE),
    asked: `https://mail.google.com/mail/u/1/?view=om&th=${HEX}`,
  },
  outlook: { html: outlook("OpenAI&lt;noreply@tm.openai.com&gt;"), href: "https://outlook.office.com/mail/", headers: null },
  sogo: {
    html: page(`<div id="detailView"><md-card><h5 class="sg-md-headline">Receipt</h5><div class="pseudo-input-container--compact"><div><span>OpenAI</span>
      <a class="md-caption" ng-bind="::viewer.message.from[0].email">noreply@tm.openai.com</a></div></div><div class="msg-body"><div class="sg-mail-part">${BODY}</div></div></md-card></div>`),
    href: "https://mail.example/SOGo/so/alice/Mail/view#!/Mail/0/INBOX%252FNews/7",
    asked: "https://mail.example/SOGo/so/alice/Mail/0/folderINBOX/folderNews/7",
  },
  nextcloud: {
    html: page(`<div id="mail-message"><div id="mail-thread-header-fields"><h2>Receipt</h2></div><div class="envelope envelope--expanded"><div class="envelope__header"><a class="left" href="/apps/mail/box/1/thread/7"><div class="sender">OpenAI <p class="sender__email"> noreply@tm.openai.com </p></div></a></div><div class="mail-message-body">${BODY}</div></div></div>`),
    href: "https://cloud.example/apps/mail/box/1/thread/8",
    fetch: () => Response.json({ source: SOURCE }),
    asked: "https://cloud.example/apps/mail/api/messages/7/source",
  },
  snappymail: {
    html: page(`<div id="rl-app"><div class="messageView"><div class="b-message"><div class="messageItemHeader"><div class="subjectParent"><span class="subject">Receipt</span></div><div class="informationShort">
      <span class="from" title="&quot;OpenAI&quot; &lt;noreply@tm.openai.com&gt;">OpenAI</span></div><a href="./?/Raw/&amp;q[]=/0/ViewAsPlain/&amp;q[]=/h4sh">source</a></div><div class="bodyText">${BODY}</div></div></div></div>`),
    href: "https://mail.example/snappy/",
    asked: "https://mail.example/snappy/?/Raw/&q[]=/0/ViewAsPlain/&q[]=/h4sh",
  },
  zimbra: {
    html: page(`<div id="skin_outer"><div class="SubjectCol" role="heading">Receipt</div><div id="main_MSGC261" class="ZmMailMsgCapsuleView"><div><table class="MsgHeaderTable"><tbody><tr>
      <td id="main_MSGC261_from"><span id="OBJ_1">OpenAI &lt;noreply@tm.openai.com&gt;</span></td></tr></tbody></table></div><div id="main_MSGC261__body">${BODY}</div></div></div>`),
    href: "https://zimbra.example/",
    asked: "https://zimbra.example/service/home/~/?auth=co&view=text&id=261",
  },
  proton: { html: proton(), href: "https://mail.proton.me/u/0/inbox", headers: null },
  yahoo: {
    html: page(`<script>x={"mailboxId":"VjN-1"}</script><div data-test-id="message-group-subject-text">Receipt</div><div data-test-id="message-view"><header><span data-test-id="message-from">
      <span data-test-id="email-pill"><b title="noreply@tm.openai.com">OpenAI</b></span></span></header><div data-test-id="message-view-body-content">${BODY}</div></div>`),
    href: "https://mail.yahoo.com/d/folders/1/messages/AGq1",
  },
};

const start = ({ html, href, fetch = () => plain(SOURCE) }, reply = ({ type }) => (type === "source" ? SOURCE : null)) =>
  open({ html, href, fetch, reply, until: "content/adapters/zimbra.js" });
const openIn = (started) => Object.values(started.Lencana.adapters).flatMap((adapter) => adapter.openMessages(started.document));

for (const [name, webmail] of Object.entries(WEBMAILS)) {
  test(`${name}: one message, its evidence, and a badge outside the body`, async () => {
    const started = start(webmail);
    const [message, ...others] = openIn(started);
    assert.equal(others.length, 0, "and no other adapter takes the page for its own");
    const evidence = await message.evidence();
    const { shown, from, headers, subject, text, links } = evidence;
    assert.deepEqual({ shown, from }, SENDER);
    assert.equal(headers, webmail.headers === undefined ? HEADERS : webmail.headers);
    assert.equal(subject, "Receipt");
    assert.match(text, /Hello/);
    assert.equal(links[0].href, "https://evil.example/x");
    assert.equal(evidence.webmail, name);
    if (webmail.asked) assert.deepEqual(started.fetched.map(String), [webmail.asked]);
    assert.ok(!message.anchor.contains(message.body) && !message.body.contains(message.anchor));
    assert.ok(decodeMessage({ type: "check", page: "p", id: message.id, evidence: structuredClone(evidence), raw: null }));
  });
}

test("a message cannot draw a sender, a header or a message of its own", async () => {
  const body = `<div class="adn ads" data-message-id="#msg-f:9">${gmail({ id: "9" })}</div><span class="gD" email="x@openai.com">x</span>`;
  const messages = openIn(start({ ...WEBMAILS.gmail, html: page(`<h2 class="hP">Receipt</h2>${gmail({ body })}`) }));
  assert.equal(messages.length, 1);
  assert.equal((await messages[0].evidence()).shown, SENDER.shown);
});

test("a message that draws another webmail gets no badge for it", () => {
  for (const drawn of ["zimbra", "snappymail"]) {
    const body = /<body>(.*)<\/body>/s.exec(WEBMAILS[drawn].html)[1];
    const messages = openIn(start({ ...WEBMAILS.sogo, html: WEBMAILS.sogo.html.replace(BODY, body) }));
    assert.deepEqual([...messages].map(({ id }) => id), ["0/INBOX%252FNews/7"]);
    assert.equal(openIn(start({ html: page(`<main><div><div>${body}</div></div></main>`), href: "https://mail.example/" })).length, 0);
  }
});

test("SnappyMail while no message is open: nothing", () => {
  const html = '<!doctype html><html><body id="rl-app"><div class="messageView"><div class="b-message"><div class="messageItemHeader"></div><div id="messageItem"><div class="bodyText"></div></div></div></div></body></html>';
  assert.equal(openIn(start({ html, href: "https://mail.example/" })).length, 0);
});

test("Gmail: a delegated account and its key; nothing for a message not yet stored; no badge for an attachment's page", async () => {
  const script = `<script>_GM_setData({"w43KIf":["x",null,"0123456789"]});</script>`;
  const started = start({ ...WEBMAILS.gmail, html: WEBMAILS.gmail.html.replace("<h2", `${script}<h2`), href: "https://mail.google.com/mail/b/AEoR/u/0/#inbox/FMfcgzGtwVbnKlMwqXyZFMfcgzGtwVbn" });
  assert.equal((await openIn(started)[0].evidence()).headers, HEADERS);
  assert.deepEqual(started.fetched.map(String), [`https://mail.google.com/mail/b/AEoR/u/0/?ik=0123456789&view=om&th=${HEX}`]);
  assert.equal(openIn(start({ ...WEBMAILS.gmail, href: "https://mail.google.com/mail/u/0/?view=att&attid=0.1" })).length, 0);
  const local = start({ ...WEBMAILS.gmail, html: page(gmail().replace("#msg-f:1785000000000000001", "#msg-a:r12")) });
  assert.equal((await openIn(local)[0].evidence()).headers, null);
  assert.deepEqual(local.fetched, []);
});

test("elements that show another message meanwhile: the evidence is refused", async () => {
  let answer;
  const started = start({ ...WEBMAILS.gmail, fetch: () => new Promise((resolve) => (answer = resolve)) });
  const [message] = openIn(started);
  const evidence = message.evidence();
  started.document.querySelector(".adn").setAttribute("data-message-id", "#msg-f:1785000000000000002");
  answer(original(SOURCE));
  assert.equal(await evidence, null);
  assert.notEqual(openIn(started)[0].id, message.id);
});

test("a sender without an address is not sent as a name", async () => {
  const [message] = openIn(start({ ...WEBMAILS.outlook, html: outlook("OpenAI") }));
  const { shown, from } = await message.evidence();
  assert.deepEqual([shown, from], [null, ""]);
});

test("a source that the reader opens counts for the one message that is open, also when the window is closed again", async () => {
  const started = start({ ...WEBMAILS.proton, html: proton(MODAL) });
  const [message] = openIn(started);
  assert.equal((await message.evidence()).headers, HEADERS);
  started.document.querySelector(".message-headers-modal").remove();
  assert.equal(openIn(started)[0].id, message.id);
  const [one, two] = openIn(start({ ...WEBMAILS.proton, html: proton(MODAL, 2) }));
  assert.deepEqual([(await one.evidence()).headers, (await two.evidence()).headers], [null, null]);
  const drawn = openIn(start({ ...WEBMAILS.outlook, html: outlook("x@evil.example", "").replace(BODY, `<div role="dialog"><pre>${SOURCE}</pre></div>`) }));
  assert.equal((await drawn[0].evidence()).headers, null, "a message cannot draw the window");
});

test("a message that cannot be named or read says what was tried, and nothing of itself", async () => {
  const [message] = openIn(start({ ...WEBMAILS.outlook, html: outlook("OpenAI").replace(/<div role="option".*?<\/div>/, "").replace("MSG_AAMk1_FROM", "other") }));
  await assert.rejects(message.evidence(), (error) => /outlook, id none/.test(error.message) && !/OpenAI|Hello/.test(error.message));
});

test("rows: senders with their addresses, named for as long as the page is loaded", () => {
  const row = `<tr class="zA" role="row"><td><div class="yW"><span email="noreply@tm.openai.com" name="OpenAI">OpenAI</span></div></td>
    <td><div class="y6"><span id=":1" data-thread-id="#thread-f:1" data-legacy-thread-id="18c2a7b4d5e6f700">Receipt</span></div></td></tr>`;
  const { Lencana, document } = start({ ...WEBMAILS.gmail, html: page(`<table><tbody>${row}</tbody></table>`) });
  const [listRow] = Lencana.adapters.gmail.rows(document);
  assert.deepEqual({ id: listRow.id, shown: listRow.shown, from: listRow.from, subject: listRow.subject() }, { id: "18c2a7b4d5e6f700", ...SENDER, subject: "Receipt" });
});

test("rows of lists that show names: only the sender whose address is shown, for want of a name", () => {
  const envelope = (id, name) => `<li class="list-item-style envelope" data-envelope-id="${id}"><div class="list-item-content__name">${name}</div>
    <span class="envelope__subtitle__subject">Subject ${id}</span></li>`;
  const item = (id, name) => `<md-list-item class="sg-message-list-item"><div class="sg-tile-content"><div class="sg-md-subhead"><div><span class="sg-label-outline"></span>
    <md-icon>error</md-icon><span>${name}</span></div></div><div class="sg-tile-subject">Subject ${id}</div></div></md-list-item>`;
  for (const [name, row, href] of [["nextcloud", envelope, "https://cloud.example/apps/mail/box/1"], ["sogo", item, "https://mail.example/SOGo/so/a/Mail/view#!/Mail/0/INBOX"]]) {
    const { Lencana, document } = start({ html: page(row(1, "OpenAI Support") + row(2, "a@0penai.com") + row(3, "x@y.example, z@y.example")), href });
    assert.deepEqual([...Lencana.adapters[name].rows(document)].map(({ from, subject }) => [from, subject()]), [["a@0penai.com", "Subject 2"]], name);
  }
});

test("Yahoo's sources: only for Yahoo's page, only at the address that is made here, only text", async () => {
  const message = { type: "source", mailbox: "VjN-1", message: "AGq1" };
  const asked = [];
  const fetcher = async (url) => (asked.push(url), plain(SOURCE));
  assert.equal(await fetchYahooSource(message, "https://mail.yahoo.com", fetcher), SOURCE);
  assert.deepEqual(asked, ["https://apis.mail.yahoo.com/ws/v3/mailboxes/@.id==VjN-1/messages/@.id==AGq1/content/rawplaintext?appId=YMailNovation"]);
  assert.equal(await fetchYahooSource(message, "https://evil.example", fetcher), null);
  assert.equal(await fetchYahooSource(message, "https://mail.yahoo.com", async () => new Response("<html>", { headers: { "Content-Type": "text/html" } })), null);
  assert.equal(decodeMessage({ type: "source", mailbox: "../x", message: "a" }), null);
  assert.deepEqual(requiredPatterns("https://mail.yahoo.com"), ["https://mail.yahoo.com/*", "https://apis.mail.yahoo.com/*"]);
  assert.deepEqual(requiredPatterns("https://mail.example"), ["https://mail.example/*"]);
});

test("SOGo's raw message: lines end as they were signed, bytes are kept", async () => {
  const bytes = Uint8Array.of(...Buffer.from("A: b\n\n"), 0xe9, 0x0d, 0x0a, 0x0a);
  const [message] = openIn(start({ ...WEBMAILS.sogo, fetch: () => new Response(bytes, { headers: { "Content-Type": "message/rfc822" } }) }));
  const raw = new Uint8Array(await (await message.raw()).arrayBuffer());
  assert.deepEqual(raw, Uint8Array.of(...Buffer.from("A: b\r\n\r\n"), 0xe9, 0x0d, 0x0a, 0x0d, 0x0a));
});

test("Gmail's list in the vertical split: a row is several elements; everybody who wrote in a conversation is judged", () => {
  const person = (address, name) => `<span class="yP" email="${address}" name="${name}">${name}</span>`;
  const row = `<tr class="zA yO apv"><td class="yX xY apy"><div class="afn">${person("x@y.example", "read out")}</div><div class="yW">${person("budi@kantor.example", "Budi")}, ${person("a@0penai.com", "OpenAI")} (2)</div></td></tr>
    <tr class="zA yO apv"><td><div class="y6"><span id=":1" data-legacy-thread-id="18c2a7b4d5e6f700" data-legacy-last-message-id="18c2a7b4d5e6f701">Receipt</span></div></td></tr><tr class="zA yO apv apw"><td><div class="y2">…</div></td></tr>`;
  const { Lencana, document } = start({ ...WEBMAILS.gmail, html: page(`<table><tbody>${row}${row.replaceAll("f701", "f702").replace("Receipt", "Lunch")}</tbody></table>`) });
  const found = [...Lencana.adapters.gmail.rows(document)].map(({ id, from, subject }) => [id, from, subject()]);
  const expected = (id, subject) => [[id, '"Budi" <budi@kantor.example>', subject], [id, '"OpenAI" <a@0penai.com>', subject]];
  assert.deepEqual(found, [...expected("18c2a7b4d5e6f701", "Receipt"), ...expected("18c2a7b4d5e6f702", "Lunch")]);
});

test("Horde's basic view: the second line of the table is From", async () => {
  const line = (name, value) => `<tr><td class="rightAlign nowrap">${name}</td><td class="msgheader">${value}</td></tr>`;
  const link = (text) => `<a href="/imp/dynamic.php?page=compose" title="New Message to ${text}">${text}</a>`;
  const from = "&quot;OpenAI&quot; &lt;noreply@tm.openai.com&gt;";
  const started = start({
    html: page(`<div id="msgheaders"><p>INBOX</p><table>${line("Tanggal", "hari ini")}${line("Dari", link(from))}${line("Kepada", link("alice@example.test"))}</table></div><div id="messageBody" class="messageBody">${BODY}</div>`),
    href: "https://mail.example/horde/imp/basic.php?page=message&mailbox=SU5CT1g&buid=7",
  });
  const [message, ...others] = openIn(started);
  const { shown, from: sender, headers, origin } = await message.evidence();
  assert.deepEqual({ shown, from: sender }, SENDER);
  assert.deepEqual([others.length, headers, origin], [0, HEADERS, "delivered"]);
  assert.deepEqual(started.fetched.map(String), ["https://mail.example/horde/imp/view.php?actionID=view_source&id=0&buid=7&mailbox=SU5CT1g"]);
  assert.equal(openIn(start({ html: page(`<div class="messageBody">${BODY}</div>`), href: "https://mail.example/horde/imp/view.php?actionID=view_attach&id=2&buid=7&mailbox=SU5CT1g" })).length, 0);
});

test("Nextcloud Mail: an HTML message is named by its frame, whatever the address names", async () => {
  const started = start({ ...WEBMAILS.nextcloud, html: WEBMAILS.nextcloud.html.replace(/<a class="left" href="[^"]*">(.*?)<\/a>/, "<div>$1</div>").replace(BODY, '<iframe class="message-frame" src="/apps/mail/api/messages/9/html"></iframe>') });
  await openIn(started)[0].evidence();
  assert.deepEqual(started.fetched, ["https://cloud.example/apps/mail/api/messages/9/source"]);
});

test("attached messages are told from delivered ones", async () => {
  const originOf = async (webmail) => (await openIn(start(webmail))[0].evidence()).origin;
  const roundcubePage = `<div id="layout"><div id="message-header"><h2 class="subject">Receipt</h2><span class="header from"><a class="rcmContactAddress" href="mailto:noreply@tm.openai.com">OpenAI</a></span></div><div id="messagebody">${BODY}</div></div>`;
  const roundcube = (uid) => ({ html: page(roundcubePage), href: `https://mail.example/?_task=mail&_action=show&_mbox=INBOX&_uid=${uid}` });
  const oxPage = (cid) => ({ href: "https://ox.example/appsuite/", html: page(`<div id="io-ox-core"></div><article class="mail-detail expanded" data-cid="${cid}"><header class="detail-view-header"><div class="from"><span class="person-from">OpenAI</span><span
    class="address">&lt;noreply@tm.openai.com&gt;</span></div></header><section class="body">${BODY}</section></article>`) });
  assert.deepEqual(await Promise.all([roundcube("9"), roundcube("9.2"), oxPage("default0/INBOX.9"), oxPage("9"), WEBMAILS.outlook,
    { ...WEBMAILS.outlook, href: "https://outlook.office.com/mail/inbox/id/AAQk/sxs/AAMk" }].map(originOf)),
  ["delivered", "attached", "delivered", "attached", "delivered", "attached"]);
});
