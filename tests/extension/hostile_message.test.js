/** What a message may hold to mislead whoever reads it: each is read as a reader sees it, or at least never stops the reading. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, open } from "./support/page.js";
import { PREVIEW, roundcube } from "./support/roundcube.js";

const SOURCE = "From: OpenAI <noreply@tm.openai.com>\r\nSubject: Your receipt\r\n\r\n";
const LIE = '<a href="https://evil.example/x">openai.com</a>';
const plain = (source) => new Response(source, { headers: { "Content-Type": "text/plain" } });
const fetch = () => plain(SOURCE);

/** The evidence of a message with that body. */
async function evidenceOf(body, before = () => undefined, fetcher = fetch) {
  const page = open({ html: roundcube({ body }), href: PREVIEW, fetch: fetcher, until: "content/adapters/roundcube.js", before });
  const [message] = page.Lencana.adapters.roundcube.openMessages(page.document);
  return message.evidence();
}

// A form's fields hide its properties under their names. There are no such forms here, so they are made; the browsers have more (test_pretend.py).
for (const name of ["matches", "closest"]) {
  test(`a form with a field named ${name}: its text and links are read`, { timeout: 5000 }, async () => {
    const field = `<output name="${name}" class="rcmContactAddress">${LIE}</output>`;
    const { text, links } = await evidenceOf(`<p>Hello</p><form class="header from">${field}</form>`, ({ document }) => {
      const form = document.querySelector("#messagebody form");
      Object.defineProperty(form, name, { value: form.querySelector("output") });
    });
    assert.match(text, /Hello/);
    assert.deepEqual(Array.from(links, ({ href }) => href), ["https://evil.example/x"]);
  });
}

/** A page with a badge, and what was asked about its message. */
function badged(body) {
  const view = { kind: "unknown", word: "Unknown", brand: "", advice: "", sentence: "", reasons: [], facts: [], link: null, action: null };
  const page = open({ html: roundcube({ body }), href: PREVIEW, fetch, reply: ({ type }) => (type === "check" ? { view, needs: null } : null) });
  const asked = () => page.sent.filter(({ type }) => type === "check").map(({ evidence: { text, links } }) => [text.replace(/\s+/g, " ").trim(), links.length]);
  const isAsked = (...questions) => eventually(() => JSON.stringify(asked()) === JSON.stringify(questions)).catch(() => assert.deepEqual(asked(), questions));
  return { ...page, body: page.document.querySelector("#messagebody"), isAsked };
}

test("more of a message is shown later, and hidden again: it is checked anew, and what was seen still counts", { timeout: 20_000 }, async () => {
  const { body, isAsked, dispatch } = badged("<p>Hello</p>");
  await isAsked(["Hello", 0]);
  body.innerHTML = `<p>Hello</p><p>More: ${LIE}</p>`;
  await isAsked(["Hello", 0], ["Hello More: openai.com", 1]);
  body.innerHTML = "<p>Hello</p>";
  await isAsked(["Hello", 0], ["Hello More: openai.com", 1], ["More: openai.com Hello", 1]);
  dispatch("click");
  await new Promise((resolve) => setTimeout(resolve, 700));
  await isAsked(["Hello", 0], ["Hello More: openai.com", 1], ["More: openai.com Hello", 1]); // nothing has changed
});

test("popovers and modal dialogs, which would lie over the badge, are parts of the text", async () => {
  const { body } = badged('<button popovertarget="a">Read</button><div id="a" popover>Verified</div><button commandfor="b" command="show-modal">Read</button><dialog id="b">Verified</dialog>');
  await eventually(() => body.querySelector("[popover], [commandfor]") === null);
});

test("a frame that comes later than the source: the message is checked anew with what is in it", async () => {
  const { body, isAsked, document, window } = badged("<iframe></iframe>");
  await isAsked(["", 0]);
  const content = document.createElement("div");
  content.innerHTML = `Hello ${LIE}`;
  Object.defineProperty(body.querySelector("iframe"), "contentDocument", { value: { body: content } });
  body.querySelector("iframe").dispatchEvent(new window.Event("load", { bubbles: true })); // to be heard here, where nothing captures
  await isAsked(["", 0], ["Hello openai.com", 1]);
});

const MANY = Array.from({ length: 6000 }, (_, i) => `<a href="https://of${i}.example/">${i}</a>`).join("");
const HIDDEN = MANY.replaceAll("<a ", "<a hidden ");
const NOTHING = "\u200b\u034f\u2060".repeat(2000);
for (const [what, body, expected] of [
  ["that is the field of a form", '<form action="https://evil.example/x"><input name="email"></form>', ""],
  ["that is a button", '<form><button formaction="https://evil.example/x">openai.com</button></form>', "openai.com"],
  ["that is an input", '<form><input type="submit" formaction="https://evil.example/x" value="openai.com"></form>', "openai.com"],
  ["that is part of a map", '<map name="m"><area href="https://evil.example/x"></map>', ""],
  ["that is drawn", '<svg><a xlink:href="https://evil.example/x"><text>openai.com</text></a></svg>', "openai.com"],
  ["behind 6,000 others", MANY + LIE, "openai.com"],
  ["behind 6,000 that nobody sees", HIDDEN + LIE, "openai.com"],
  ["behind 4,000 of 2,000 letters each", MANY.replace(/<a href="https:..of4000.*/, "").replace(/\d+<\/a>/g, `${"a".repeat(2000)}</a>`) + LIE, "openai.com"],
  ["whose text begins with thousands of letters that show nothing", LIE.replace(">", `>${NOTHING}`), "openai.com"],
]) {
  test(`a link ${what} is read`, async () => {
    const before = process.cpuUsage();
    const { links } = await evidenceOf(body);
    assert.ok(process.cpuUsage(before).user < 5_000_000, "microseconds; a second is enough, and fourteen are too long");
    assert.deepEqual(Array.from(links, ({ href, text }) => [href, text]).find(([href]) => href.includes("evil")), ["https://evil.example/x", expected]);
  });
}

test("a text that begins with thousands of letters that show nothing is read", async () => {
  assert.match((await evidenceOf(`<p>${NOTHING.repeat(3)}</p><p>Send us your password</p>`)).text, /Send us your password/);
});

const HORDE = '<!doctype html><html><body><div id="msgheaders"><table><tr></tr></table></div><div id="messageBody" class="messageBody"><p>Hello</p></div></body></html>';
const CYPHT = '<!doctype html><html><body><div class="msg_text"><span class="js-header_from">a@b.example</span><div class="msg_text_inner"><p>Hello</p></div></div></body></html>';
for (const [webmail, html, href, others] of [
  ["roundcube", roundcube(), PREVIEW, ["_uid=7", ".uid=7", "%20_uid=7", "_uid[]=7", "_uid%00x=7", "_mbox=Archive", "+.mbox=Archive"]],
  ["horde", HORDE, "https://mail.example/imp/basic.php?page=message&mailbox=SU5CT1g&buid=3", ["buid=7", "%20buid=7", "mailbox=QQ", "page=mailbox"]],
  ["cypht", CYPHT, "https://mail.example/?page=message&uid=3&list_path=imap_1_494e424f58", ["uid=7", "uid[]=7", "list_path=imap_2_494e424f58"]],
]) {
  test(`${webmail}: a link whose address names two messages, of which the server takes the last: no source is taken for either's`, async () => {
    const messages = (address) => {
      const page = open({ html, href: address, fetch, until: "content/adapters/zimbra.js" });
      return { ...page, found: page.Lencana.adapters[webmail].openMessages(page.document) };
    };
    assert.notEqual((await messages(href).found[0].evidence()).shown, undefined);
    for (const other of others) {
      const { found: [message], fetched } = messages(`${href}&${other}`);
      await assert.rejects(message.evidence(), /id none/, other);
      assert.deepEqual(fetched, [], other);
    }
  });
}

for (const [what, source] of [
  ["never comes", (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))],
  ["begins and never ends", (signal) => plain(new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode(SOURCE.slice(0, -2)));
      signal.addEventListener("abort", () => stream.error(signal.reason));
    },
  }))],
]) {
  test(`a source that ${what} is waited for no longer than a while, and is no evidence`, { timeout: 5000 }, async () => {
    const waiting = setInterval(() => {}, 100);
    const { headers, shown } = await evidenceOf("<p>Hello</p>", undefined, (_, { signal }) => source(signal));
    clearInterval(waiting);
    assert.deepEqual([headers, shown], [null, "noreply@tm.openai.com"]);
  });
}
