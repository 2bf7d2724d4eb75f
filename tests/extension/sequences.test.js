/**
 * One message after another in the same page, as people read. After each step there are as many badges as messages shown, each
 * beside its own message, with a verdict and evidence of its own, and nothing is left over.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, open } from "./support/page.js";
import { PREVIEW, roundcube } from "./support/roundcube.js";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const view = (kind, sentence = `It is ${kind}.`) => ({
  kind, word: kind, brand: "", sentence, advice: "", reasons: [], facts: [], link: null, action: null,
});
/** The verdict rests on the header block alone, so that another message's is seen at once. */
const judged = ({ type, evidence }) =>
  type === "check" ? { view: view(/forged/.test(evidence.headers) ? "suspicious" : "verified", evidence.headers.match(/X-Id: (\S+)/)?.[1]), needs: null } : null;
const source = (id) => new Response(`From: OpenAI <noreply@tm.openai.com>\nX-Id: ${id}\n\n`, { headers: { "Content-Type": "text/plain" } });

/** A page in which address and elements are used again, as in SOGo and SnappyMail: Roundcube's, moved from message to message. */
function moving(reply = judged, fetch = (url) => source(url.match(/_uid=([^&]*)/)[1])) {
  const page = open({ html: roundcube(), href: PREVIEW.replace("_uid=3", "_uid=genuine-1"), fetch, reply });
  const show = (uid) => {
    page.document.location.searchParams.set("_uid", uid);
    page.document.querySelector("#messagebody").append("changed");
  };
  return { ...page, show, drawn: () => page.Lencana.drawn() };
}

const settled = (page, id, kind) => eventually(() => {
  const drawn = page.drawn();
  return drawn.length === 1 && drawn[0].id === `INBOX/${id}` && drawn[0].kind === kind && drawn[0].sentence === id;
});

test("A, B, A: each has its own verdict, and one badge", async () => {
  const page = moving();
  await settled(page, "genuine-1", "verified");
  for (const [id, kind] of [["forged-2", "suspicious"], ["genuine-1", "verified"], ["forged-2", "suspicious"], ["genuine-3", "verified"]]) {
    page.show(id);
    await settled(page, id, kind);
    assert.equal(page.document.querySelectorAll("[data-lencana=badge]").length, 1);
  }
});

for (const [why, wait] of [["within one scan", 0], ["a scan later", 150]]) {
  test(`A, B, A ${why}, while A is asked: A has its verdict in the end`, async () => {
    const replies = [];
    const page = moving((message) => (message.type === "check" ? new Promise((resolve) => replies.push(() => resolve(judged(message)))) : null));
    await eventually(() => replies.length === 1);
    page.show("genuine-1"); // the scan for it makes the next one wait
    await pause(20);
    page.show("forged-2");
    await pause(wait);
    replies.shift()(); // A's answer comes while B is shown
    await pause(10);
    page.show("genuine-1");
    await eventually(() => (replies.splice(0).forEach((reply) => reply()), page.drawn()[0]?.kind === "verified"));
    await settled(page, "genuine-1", "verified");
  });
}

test("A, B, A while A's source is on its way: nothing of B is taken for A's", async () => {
  const sources = [];
  const page = moving(judged, (url) => new Promise((resolve) => sources.push(() => resolve(source(url.match(/_uid=([^&]*)/)[1])))));
  await eventually(() => sources.length === 1);
  page.show("forged-2");
  sources.shift()();
  await pause(5);
  page.show("genuine-1");
  await eventually(() => (sources.splice(0).forEach((answer) => answer()), page.drawn()[0]?.kind === "verified"));
  await settled(page, "genuine-1", "verified");
});

test("deleted while it is asked: no badge, and the toolbar is told", async () => {
  let answer;
  const page = moving((message) => (message.type === "check" ? new Promise((resolve) => (answer = () => resolve(judged(message)))) : null));
  await eventually(() => answer);
  page.document.querySelector("#layout-content").remove();
  answer();
  await eventually(() => page.drawn().length === 0);
  assert.equal(page.document.querySelector("[data-lencana=badge]"), null);
  assert.ok(page.sent.some(({ type, id }) => type === "gone" && id === "INBOX/genuine-1"));
});

test("the extension is removed, and the page goes on: the badge stays while its message does, and no longer", async () => {
  const page = moving();
  await settled(page, "genuine-1", "verified");
  page.extension.alive = false;
  page.document.querySelector("#messagebody").append("unfolded");
  await pause(250);
  assert.equal(page.document.querySelectorAll("[data-lencana=badge]").length, 1);
  page.show("forged-2");
  await eventually(() => page.document.querySelector("[data-lencana=badge]") === null);
});

test("a message that is shown again by a style, some time after the click, has its badge", async () => {
  const page = moving();
  await settled(page, "genuine-1", "verified");
  const message = page.document.querySelector("#messagebody");
  message.setAttribute("style", "display: none");
  page.dispatch("click");
  await eventually(() => page.drawn().length === 0);
  page.dispatch("click");
  await pause(300); // the page waits for its server
  message.setAttribute("style", "");
  await settled(page, "genuine-1", "verified");
});

test("gone back to: checked anew, by the same page", async () => {
  const page = moving();
  await settled(page, "genuine-1", "verified");
  page.dispatch("pagehide");
  page.dispatch("pageshow", { persisted: true });
  await settled(page, "genuine-1", "verified");
  assert.equal(page.sent.filter(({ type }) => type === "check").length, 2);
});

// A thread of five in Gmail: what is collapsed stays in the page.
const HEX = (/** @type {number} */ n) => (0x18c2a7b4d5e6f700n + BigInt(n)).toString(16);
const NAMES = ["genuine-0", "forged-1", "genuine-2", "forged-3", "genuine-4"];
const one = (n) => `<div role="listitem"><div class="adn ads" data-message-id="#msg-f:${BigInt(`0x${HEX(n)}`)}" data-legacy-message-id="${HEX(n)}" hidden>
  <div class="gs"><div class="gE"><h3 class="iw"><span class="gD" email="noreply@tm.openai.com" name="OpenAI">OpenAI</span></h3></div>
  <div><div class="ii gt"><div class="a3s">Body of ${NAMES[n]} <a href="https://of${n}.example/">link</a></div></div></div></div></div></div>`;

/** Gmail's page "Show original". */
const original = (id) => new Response(`<pre id="raw_message_text">From: noreply@tm.openai.com\nX-Id: ${id}\n\nx</pre>`, { headers: { "Content-Type": "text/html" } });

function thread() {
  const html = `<!doctype html><html><body><h2 class="hP">Thread</h2><div role="list">${NAMES.map((_, n) => one(n)).join("")}</div></body></html>`;
  const idOf = (url) => NAMES[NAMES.findIndex((_, n) => url.includes(HEX(n)))];
  const page = open({ html, href: "https://mail.google.com/mail/u/0/#inbox/x", fetch: (url) => original(idOf(url)), reply: judged });
  const containers = [...page.document.querySelectorAll(".adn")];
  const toggle = (n) => containers[n].toggleAttribute("hidden");
  return { ...page, containers, toggle };
}

/** Numbers that look like chance and are the same each time. */
function* chances(seed) {
  for (let state = seed; ; ) yield (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`a thread of five, expanded and collapsed in some order (${seed})`, async () => {
    const page = thread();
    const chance = chances(seed);
    for (let step = 0; step < 8; step += 1) {
      page.toggle(Math.floor(chance.next().value * 5));
      const shown = NAMES.filter((_, n) => !page.containers[n].hasAttribute("hidden"));
      await eventually(() => {
        const drawn = page.Lencana.drawn();
        return drawn.length === shown.length && drawn.every(({ kind, sentence }) => shown.includes(sentence) && kind === (/forged/.test(sentence) ? "suspicious" : "verified"));
      });
      for (const container of page.containers) {
        const badges = container.querySelectorAll("[data-lencana=badge]").length;
        assert.equal(badges, container.hasAttribute("hidden") ? 0 : 1);
      }
    }
    for (const { type, evidence } of page.sent) {
      if (type !== "check") continue;
      const n = NAMES.indexOf(evidence.headers.match(/X-Id: (\S+)/)[1]);
      assert.deepEqual([evidence.text.includes(NAMES[n]), evidence.links.map(({ href }) => href)], [true, [`https://of${n}.example/`]]);
    }
  });
}

test("messages without an id, or with one id between them, have a badge each that stays", async () => {
  for (const attributes of ["", 'data-message-id="#msg-f:1785000000000000001"']) {
    const html = `<!doctype html><html><body>${[0, 1, 2].map((n) => one(n).replace(/data-message-id="[^"]*" data-legacy-message-id="[^"]*" hidden/, `${attributes} id="m${n}"`)).join("")}</body></html>`;
    const page = open({ html, href: "https://mail.google.com/mail/u/0/", reply: ({ type }) => (type === "unreadable" ? { view: view("unchecked"), needs: null } : null) });
    await eventually(() => page.Lencana.drawn().length === 3 && page.Lencana.drawn().every(({ kind }) => kind === "unchecked"));
    const places = () => [0, 1, 2].map((n) => page.document.querySelectorAll(`#m${n} [data-lencana=badge]`).length);
    assert.deepEqual(places(), [1, 1, 1]);
    const ids = page.Lencana.drawn().map(({ id }) => id);
    page.document.querySelector("#m0").parentElement.remove();
    await eventually(() => page.Lencana.drawn().length === 2);
    assert.deepEqual(page.Lencana.drawn().map(({ id }) => id), ids.slice(1));
    assert.equal(page.sent.filter(({ type }) => type === "check").length, 0, "no evidence of an unknown message is asked about");
    assert.equal(page.sent.filter(({ type }) => type === "unreadable").length, 3);
  }
});

test("hidden bodies and links of messages opened before are not read", async () => {
  const body = `<div hidden>An old message <a href="https://old1.example/">x</a></div><div style="display: none"><a href="https://old2.example/">x</a></div>
    <details><summary>More</summary><a href="https://old3.example/">x</a></details>${'<a hidden href="https://many.example/">x</a>'.repeat(300)}
    <a href="https://new.example/">openai.com</a><a href=" //slashes.example/">y</a><a href="https://new.example/">openai.com</a>`;
  const page = open({ html: roundcube({ body }), href: PREVIEW, fetch: () => source("genuine"), reply: judged });
  const { evidence } = await eventually(() => page.sent.find(({ type }) => type === "check"));
  assert.deepEqual(evidence.links, [{ href: "https://new.example/", text: "openai.com" }, { href: "https://slashes.example/", text: "y" }]);
});

test("a subject and a link of 1,999 letters and an emoji are whole characters", async () => {
  const long = `${"x".repeat(1999)}\u{1f389}`;
  const page = open({ html: roundcube({ subject: long, body: `<a href="https://evil.example/">${long}</a>` }), href: PREVIEW, fetch: () => source("genuine"), reply: judged });
  const { evidence } = await eventually(() => page.sent.find(({ type }) => type === "check"));
  for (const text of [evidence.subject, evidence.links[0].text]) assert.ok(text.isWellFormed() && text.length === 1999);
});

test("a name of any length leaves the address", async () => {
  const from = `<a href="mailto:a@evil.example" class="rcmContactAddress">${'OpenAI " '.repeat(400)}</a>`;
  const page = open({ html: roundcube({ from }), href: PREVIEW, fetch: () => source("genuine"), reply: judged });
  const { evidence } = await eventually(() => page.sent.find(({ type }) => type === "check"));
  assert.ok(evidence.from.endsWith("<a@evil.example>") && evidence.from.length <= 2000);
});
