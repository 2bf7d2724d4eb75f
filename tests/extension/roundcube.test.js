import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeMessage } from "../../extension/background/messages.js";
import { open } from "./support/page.js";
import { PREVIEW, roundcube } from "./support/roundcube.js";

const SOURCE = "From: OpenAI <noreply@tm.openai.com>\nSubject: Your receipt\n\nHello Alice";
const plain = (body) => new Response(body, { headers: { "Content-Type": "text/plain; charset=utf-8" } });

function roundcubePage(parts = {}, fetch = () => plain(SOURCE), href = PREVIEW) {
  const page = open({ html: roundcube(parts), href, fetch, until: "content/adapters/zimbra.js" });
  return { ...page, messages: page.Lencana.adapters.roundcube.openMessages(page.document) };
}

test("the open message is found, named by folder and uid", () => {
  const { messages, document } = roundcubePage();
  assert.equal(messages.length, 1);
  assert.equal(messages[0].id, "INBOX/3");
  assert.equal(messages[0].anchor, document.querySelector("#message-header"));
  assert.equal(messages[0].body.id, "messagebody");
});

for (const [why, href] of [
  ["the list", "https://mail.example/rc/?_task=mail&_mbox=INBOX"],
  ["another task", "https://mail.example/rc/?_task=settings&_uid=3&_mbox=INBOX&_action=show"],
  ["the composer", "https://mail.example/rc/?_task=mail&_uid=3&_mbox=INBOX&_action=compose"],
]) {
  test(`no message: ${why}`, () => assert.equal(roundcubePage({}, undefined, href).messages.length, 0));
}

test("a header that the message drew is none", () => {
  const { document, Lencana } = roundcubePage({ body: '<div id="message-header">From OpenAI</div>' });
  document.querySelector("#message-header").remove();
  for (const { anchor } of Lencana.adapters.roundcube.openMessages(document)) assert.equal(anchor.closest("#messagebody"), null);
});

test("rows of the list: named as the message will be, with the address that the title tells", () => {
  const row = (uid, name, address) => `<tr id="rcmrow${uid}" class="message"><td class="subject"><span class="fromto"><span class="rcmContactAddress" title="${address}">${name}</span></span>
    <span class="subject"><a href="./?_task=mail&_mbox=INBOX&_uid=${uid}&_action=show">Subject ${uid}</a></span></td></tr>`;
  const html = `<!doctype html><html><body><table id="messagelist"><tbody>${row(3, "OpenAI", "noreply@tm.openai.com")}${row(4, "x@openai.com", "y@evil.example")}</tbody></table></body></html>`;
  const page = open({ html, href: "https://mail.example/rc/?_task=mail&_mbox=INBOX", until: "content/adapters/zimbra.js" });
  const rows = page.Lencana.adapters.roundcube.rows(page.document);
  assert.deepEqual([...rows].map(({ id, shown, from, subject }) => [id, shown, from, subject()]), [
    ["INBOX/3", "noreply@tm.openai.com", '"OpenAI" <noreply@tm.openai.com>', "Subject 3"],
    ["INBOX/4", "y@evil.example", '"x@openai.com" <y@evil.example>', "Subject 4"],
  ]);
  assert.ok(rows[0].anchor.matches(".rcmContactAddress"));
});

test("evidence: header block, shown sender, subject, text, links; and it passes the background's check", async () => {
  const body = '<p>Hello</p><a href="https://evil.example/x">openai.com</a><a href="mailto:a@b.example">write</a><a href="#top">top</a>';
  const { messages, fetched } = roundcubePage({ body });
  const evidence = await messages[0].evidence();
  assert.deepEqual(structuredClone(evidence), {
    webmail: "roundcube",
    origin: "delivered",
    headers: "From: OpenAI <noreply@tm.openai.com>\nSubject: Your receipt",
    shown: "noreply@tm.openai.com",
    from: '"OpenAI" <noreply@tm.openai.com>',
    subject: "Your receipt",
    text: "Helloopenai.comwritetop",
    links: [{ href: "https://evil.example/x", text: "openai.com" }],
    witness: { subject: "Your receipt", date: null },
  });
  assert.deepEqual(fetched, ["https://mail.example/rc/?_uid=3&_mbox=INBOX&_task=mail&_action=viewsource"]);
  assert.ok(decodeMessage({ type: "check", page: "p", id: messages[0].id, evidence: structuredClone(evidence), raw: null }));
});

test("the address is taken from the link, whatever the name says", async () => {
  const from = '<a href="mailto:a%40b@evil.example" class="rcmContactAddress" title="noreply@openai.com">noreply@openai.com</a>';
  assert.equal((await roundcubePage({ from }).messages[0].evidence()).shown, "a@b@evil.example");
  const odd = '<a href="mailto:100%@evil.example" class="rcmContactAddress">x</a>';
  assert.equal((await roundcubePage({ from: odd }).messages[0].evidence()).shown, "100%@evil.example");
  assert.equal((await roundcubePage({ from: "Somebody" }).messages[0].evidence()).shown, null);
});

test("a name cannot leave its quotes", async () => {
  const from = '<a href="mailto:a@evil.example" class="rcmContactAddress">x" &lt;noreply@openai.com&gt; "\\</a>';
  assert.equal((await roundcubePage({ from }).messages[0].evidence()).from, '"x\\" <noreply@openai.com> \\"\\\\" <a@evil.example>');
});

for (const [why, fetch] of [
  ["logged out", () => new Response("<html>", { headers: { "Content-Type": "text/html" } })],
  ["an error", () => new Response("", { status: 500 })],
  ["away", () => Promise.reject(new TypeError("network"))],
  ["no header block", () => plain("<html><body>\n\n</body>")],
  ["no end of the header block", () => plain(`X: ${"y".repeat(300_000)}`)],
]) {
  test(`no header block: ${why}`, async () => assert.equal((await roundcubePage({}, fetch).messages[0].evidence()).headers, null));
}

test("headers in other bytes than UTF-8 keep them, one character each", async () => {
  const { messages } = roundcubePage({}, () => plain(Uint8Array.of(...Buffer.from("Subject: "), 0xe9, 0x0a, 0x0a)));
  assert.equal((await messages[0].evidence()).headers, "Subject: \u00e9");
});

test("a letter that is cut in two behind the headers does not change how they are read", async () => {
  const stream = () =>
    new ReadableStream({
      pull: (controller) => controller.enqueue(Uint8Array.of(...Buffer.from("Subject: \u00fc\n\nText "), 0xc3)),
    });
  assert.equal((await roundcubePage({}, () => plain(stream())).messages[0].evidence()).headers, "Subject: \u00fc");
});

test("the empty line is found where it comes in two parts", async () => {
  const parts = ["From: a@example.org\r\nX: y\r\n", "\r\nText", " and more"];
  const stream = () =>
    new ReadableStream({
      pull: (controller) => (parts.length > 0 ? controller.enqueue(new TextEncoder().encode(parts.shift())) : controller.close()),
    });
  assert.equal((await roundcubePage({}, () => plain(stream())).messages[0].evidence()).headers, "From: a@example.org\r\nX: y");
});

test("a long source is not read to its end", async () => {
  let pulled = 0;
  const stream = () =>
    new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode(pulled === 1 ? SOURCE : "y".repeat(100_000)));
      },
    });
  await roundcubePage({}, () => plain(stream())).messages[0].evidence();
  assert.ok(pulled < 4);
});

test("text is cut at 16 KB of bytes, never inside a letter", async () => {
  const { messages } = roundcubePage({ body: "\u00fc".repeat(20_000) });
  const { text } = await messages[0].evidence();
  assert.equal(text.length, 8192);
});

test("the raw message: byte for byte, with the page's token", async () => {
  const bytes = Uint8Array.of(0x46, 0x0d, 0x0a, 0xe9, 0xff, 0x00);
  const { messages, fetched } = roundcubePage({}, () => new Response(bytes, { headers: { "Content-Type": "message/rfc822" } }));
  const blob = await messages[0].raw();
  assert.deepEqual(new Uint8Array(await blob.arrayBuffer()), bytes);
  assert.match(fetched[0], /_action=viewsource&_save=1&_token=s3cr3t$/);
});

test("no raw message without a token, or when a page comes instead", async () => {
  assert.equal(await roundcubePage({ token: "" }).messages[0].raw(), null);
  assert.equal(await roundcubePage({}, () => new Response("<html>", { headers: { "Content-Type": "text/html; charset=UTF-8" } })).messages[0].raw(), null);
});
