/** Windows without an address, into which a webmail has written a message. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeMessage } from "../../extension/background/messages.js";
import { isDeskPage, webmailOrigin } from "../../extension/background/sender.js";
import { written } from "../webmails/snappymail.js";
import { open } from "./support/page.js";

const RAW = "From: OpenAI <noreply@tm.openai.com>\r\nSubject: Your receipt\r\n\r\nHello";
const MAIL = { number: 7, name: "OpenAI", address: "noreply@tm.openai.com", subject: "Your receipt", seconds: 0, raw: RAW, html: '<p>Body 7 <a href="https://own.example/7">link</a></p>' };
const source = () => new Response(RAW, { headers: { "Content-Type": "text/plain" } });

/** @param {string} name of the window @param {string} [html] */
function windowOf(name, html = written(MAIL), fetch = source) {
  const before = ({ document }) => Object.defineProperty(document, "defaultView", { value: { name } });
  // document.write() gives it the address of the page that writes, without its fragment.
  const page = open({ html, href: "https://mail.example/snappy/", fetch, before, until: "content/adapters/zimbra.js" });
  return { ...page, messages: page.Lencana.adapters.snappymail.openMessages(page.document) };
}

test("SnappyMail: a message in its own window is read, with the source that the window's name says", async () => {
  const { messages: [message, other], fetched, document } = windowOf("sm-msg-hash7");
  assert.equal(other, undefined);
  assert.equal(message.id, "hash7");
  assert.equal(message.anchor, document.querySelector("header"));
  const { headers, shown, subject, text, links, origin } = await message.evidence();
  assert.deepEqual(fetched, [new URL("https://mail.example/snappy/?/Raw/&q[]=/0/ViewAsPlain/&q[]=/hash7")].map(String));
  assert.deepEqual([headers, shown, subject, origin], [RAW.split("\r\n\r\n")[0], MAIL.address, MAIL.subject, "delivered"]);
  assert.deepEqual([text.trim(), links.length], ["Body 7 link", 1]);
});

test("SnappyMail: no source, no evidence; the sender is still read", async () => {
  const { messages: [message] } = windowOf("sm-msg-hash7", undefined, () => new Response("", { status: 404 }));
  const { headers, shown } = await message.evidence();
  assert.deepEqual([headers, shown], [null, MAIL.address]);
});

test("SnappyMail: a message that draws SnappyMail's page is read whole, under its own sender", async () => {
  const page = '<div class="messageView"><div class="b-message"><div class="informationShort"><span class="from" title="x@openai.com">OpenAI</span></div><div class="bodyText"><div class="b-text-part">part</div></div></div></div>';
  const { messages, document } = windowOf("sm-msg-hash7", written({ ...MAIL, html: `${page}<p>whole</p>` }));
  assert.equal(messages.length, 1);
  assert.equal(messages[0].anchor, document.querySelector("body > header"));
  const { text, shown } = await messages[0].evidence();
  assert.equal(shown, MAIL.address);
  assert.match(text, /part.*whole/s);
});

test("SnappyMail: what a message draws is no header of a window", () => {
  const drawn = written({ ...MAIL, html: "<header><h1>a</h1><time>b</time><div>OpenAI &lt;x@openai.com&gt;</div></header><div>c</div>" });
  const { messages, document } = windowOf("sm-msg-hash7", drawn);
  assert.equal(messages.length, 1);
  assert.equal(messages[0].anchor, document.querySelector("body > header"));
});

for (const [why, name, html] of [
  ["of another name", "message-7", undefined],
  ["with a path in its name", "sm-msg-../../x", undefined],
  ["that nobody has written into", "sm-msg-hash7", "<!doctype html><html><head></head><body></body></html>"],
]) {
  test(`SnappyMail: none in a window ${why}`, () => assert.equal(windowOf(name, html).messages.length, 0));
}

test("who speaks to the background is told by the browser", () => {
  const origin = "https://mail.example";
  const told = [
    [{ url: `${origin}/a`, origin, frameId: 3 }, origin],
    [{ url: "about:blank", origin, frameId: 0 }, origin],
    [{ url: "about:blank", frameId: 0 }, ""],
    [{ url: "about:blank", origin: "null", frameId: 0 }, "null"],
    [{ url: "about:blank", origin, frameId: 3 }, ""], // it may hold what a message brought
    [{ url: "about:srcdoc", origin, frameId: 0 }, ""],
    [{ url: `blob:${origin}/1`, origin, frameId: 0 }, ""],
    [{ url: `data:text/html,${origin}`, origin, frameId: 0 }, ""],
    [{ origin, frameId: 0 }, ""],
    [{}, ""],
  ];
  for (const [sender, expected] of told) assert.equal(webmailOrigin(sender), expected, JSON.stringify(sender));
  assert.deepEqual(decodeMessage({ type: "window", id: 1 }), { type: "window" });
});

test("the desk opens in the place of one page of one server, which fills a tab", () => {
  const server = "https://lencana.example:8443";
  const told = [
    [{ url: `${server}/desk`, frameId: 0 }, true],
    [{ url: `${server}/desk`, frameId: 1 }, false],
    [{ url: `${server}/desk` }, false],
    [{ url: `${server}/desk?lang=id`, frameId: 0 }, false], // somebody chose a language on the page
    [{ url: `${server}/desk/x`, frameId: 0 }, false],
    [{ url: "https://lencana.example/desk", frameId: 0 }, false], // another port
    [{ url: "https://lencana.example.evil.example/desk", frameId: 0 }, false],
    [{ url: "about:blank", origin: server, frameId: 0 }, false],
    [{ frameId: 0 }, false],
  ];
  for (const [sender, expected] of told) assert.equal(isDeskPage(sender, server), expected, JSON.stringify(sender));
});
