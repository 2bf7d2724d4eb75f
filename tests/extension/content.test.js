/** The content scripts together, in a page without a browser; the background is played by the test. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, open } from "./support/page.js";
import { PREVIEW, roundcube } from "./support/roundcube.js";

const HEADERS = "From: OpenAI <noreply@tm.openai.com>\n\n";
const source = () => new Response(HEADERS, { headers: { "Content-Type": "text/plain" } });
const view = (kind, change = {}) => ({
  kind, word: kind, brand: "", sentence: `It is ${kind}.`, advice: "", reasons: [], facts: [], link: null, action: null, ...change,
});
const start = (reply, fetch = source, html = roundcube()) => open({ html, href: PREVIEW, fetch, reply });
const drawn = (page) => page.Lencana.drawn()[0];
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a message is checked and badged, right behind its header", async () => {
  const page = start(() => ({ view: view("verified"), needs: null }));
  await eventually(() => drawn(page)?.kind === "verified");
  assert.equal(page.sent[0].type, "check");
  assert.equal(page.sent[0].evidence.headers, HEADERS.trim());
  const host = page.document.querySelector("#message-header").nextElementSibling;
  assert.equal(host.getAttribute("data-lencana"), "badge");
  assert.equal(host.shadowRoot, null, "the page must not see inside");
  const style = (name) => page.document.querySelector("#messagebody").style.getPropertyValue(name);
  assert.deepEqual([style("clip-path"), style("transition")], ["inset(0px -99999px -99999px)", "none"]);
});

test("the whole message is sent when the server asks for it, and only its verdict is drawn", async () => {
  const kinds = [];
  const page = start(({ raw }) => (raw === null ? { view: view("unknown"), needs: "raw" } : { view: view("verified"), needs: null }),
    (url) => (url.includes("_save=1") ? new Response("raw\r\n", { headers: { "Content-Type": "message/rfc822" } }) : source()));
  await eventually(() => (kinds.push(drawn(page)?.kind), kinds.at(-1) === "verified"));
  assert.ok(!kinds.includes("unknown"));
  assert.equal(page.sent[1].raw, Buffer.from("raw\r\n").toString("base64"));
});

test("what presses itself after a while is checked again, once, and only while the message is open", async () => {
  const busy = { view: view("unchecked", { action: { type: "retry", text: "Try again", after: 0.2 } }), needs: null };
  let asked = 0;
  const page = start(({ type }) => (type !== "check" ? null : (asked += 1) === 1 ? busy : { view: view("verified"), needs: null }));
  await eventually(() => drawn(page)?.kind === "unchecked");
  await eventually(() => drawn(page)?.kind === "verified");
  assert.equal(asked, 2);

  const left = start(({ type }) => (type === "check" ? busy : null));
  await eventually(() => drawn(left)?.kind === "unchecked");
  left.document.querySelector("#message-header").parentElement.remove();
  await pause(500);
  assert.equal(left.sent.filter(({ type }) => type === "check").length, 1);
});

test("when the settings have changed, what could not be checked is asked again, and nothing else", async () => {
  let kind = "unchecked";
  const page = start(({ type }) => (type === "check" ? { view: view(kind), needs: null } : null));
  const asked = () => page.sent.filter(({ type }) => type === "check").length;
  await eventually(() => drawn(page)?.kind === "unchecked");
  kind = "verified";
  page.Lencana.checkAgain();
  await eventually(() => drawn(page)?.kind === "verified");
  page.Lencana.checkAgain();
  await pause(100);
  assert.equal(asked(), 2);
});

test("a message that cannot be had whole keeps its first verdict", async () => {
  const page = start(() => ({ view: view("unknown"), needs: "raw" }), source, roundcube({ token: "" }));
  await eventually(() => drawn(page)?.kind === "unknown");
});

test("an answer for a message that is no longer open is dropped", async () => {
  let answer;
  const page = start(() => new Promise((resolve) => (answer = resolve)));
  await eventually(() => answer);
  page.document.location.searchParams.set("_action", "list");
  answer({ view: view("verified"), needs: null });
  await pause(50);
  assert.notEqual(drawn(page)?.kind, "verified");
});

test("another message in the same page is another check; the first is reported gone", async () => {
  const page = start(({ id }) => ({ view: view(id === "INBOX/3" ? "verified" : "suspicious"), needs: null }));
  await eventually(() => drawn(page)?.kind === "verified");
  page.document.location.searchParams.set("_uid", "4");
  page.document.querySelector("#messagebody").append("changed");
  await eventually(() => drawn(page)?.kind === "suspicious");
  assert.ok(page.sent.some(({ type, id }) => type === "gone" && id === "INBOX/3"));
  assert.equal(page.document.querySelectorAll("[data-lencana]").length, 1);
});

test("a page that removes or moves the badge gets it back", async () => {
  const page = start(() => ({ view: view("suspicious"), needs: null }));
  await eventually(() => drawn(page)?.kind === "suspicious");
  const host = () => page.document.querySelector("#message-header").nextElementSibling;
  host().remove();
  await eventually(() => host()?.getAttribute("data-lencana") === "badge");
  page.document.body.append(host());
  await eventually(() => host()?.getAttribute("data-lencana") === "badge");
});

test("a page that is not allowed gets no badge", async () => {
  const page = start(() => "refused");
  await eventually(() => page.sent.length > 0);
  page.document.querySelector("#messagebody").append("changed");
  page.dispatch("scroll");
  await pause(300);
  assert.equal(page.document.querySelector("[data-lencana]"), null);
  assert.equal(page.sent.length, 1, "it asks once and then leaves the page alone");
  assert.equal(page.Lencana.drawn, undefined, "so that it can start anew");
});

test("a background that was asleep is asked again; one that stays silent is told in grey", async () => {
  let asked = 0;
  const woken = start(() => ((asked += 1) === 1 ? null : { view: view("verified"), needs: null }));
  await eventually(() => drawn(woken)?.kind === "verified");
  const silent = start(() => null);
  await eventually(() => drawn(silent)?.kind === "unchecked");
});

test("after an update of the extension: grey, no error, no further work", async () => {
  const page = start(async () => {
    page.extension.alive = false;
    throw new Error("Extension context invalidated.");
  });
  await eventually(() => drawn(page)?.kind === "unchecked");
  assert.match(drawn(page).sentence, /updated/);
  page.document.querySelector("[data-lencana]").remove();
  await pause(200);
  assert.equal(page.document.querySelector("[data-lencana]"), null, "the newer script draws now");
});

test("a slow server shows that it is thinking", async () => {
  const page = start(() => pause(600).then(() => ({ view: view("verified"), needs: null })));
  await eventually(() => drawn(page)?.kind === "checking");
  await eventually(() => drawn(page)?.kind === "verified");
});

test("when the page goes, the background hears it", async () => {
  const page = start(() => ({ view: view("verified"), needs: null }));
  await eventually(() => drawn(page)?.kind === "verified");
  page.dispatch("pagehide");
  assert.deepEqual([page.sent.at(-1).type, page.sent.at(-1).id], ["gone", null]);
});

test("two rows that look the same are both marked", async () => {
  const row = `<md-list-item class="sg-message-list-item"><div class="sg-tile-content"><div class="sg-md-subhead"><div><span>a@0penai.com</span></div></div>
    <div class="sg-tile-subject">Invoice</div></div></md-list-item>`;
  const reply = ({ type, rows }) => (type === "rows" ? { marks: rows.map(() => "Why.") } : null);
  const page = open({ html: `<!doctype html><html><body>${row}${row}</body></html>`, href: "https://mail.example/SOGo/so/a/Mail/view#!/Mail/0/INBOX", reply });
  await eventually(() => page.document.querySelectorAll("[data-lencana=mark]").length === 2);
});

test("a report says what the page shows of sender and subject, and nothing of text and links", async () => {
  const page = start(({ type }) => (type === "check" ? { view: view("suspicious", { canReport: true }), needs: null } : null));
  await eventually(() => drawn(page)?.kind === "suspicious");
  const [{ id }] = page.Lencana.drawn();
  page.Lencana.report("another");
  page.Lencana.report(id);
  const sent = await eventually(() => page.sent.find(({ type }) => type === "report"));
  const { headers, subject, text, links } = sent.evidence;
  assert.deepEqual([sent.id, headers, subject, text, links.length, sent.diagnosis], [id, HEADERS.trim(), "Your receipt", "", 0, ""]);
  assert.equal(page.sent.filter(({ type }) => type === "report").length, 1);
  assert.equal(await page.Lencana.rawMessage("another"), null);
});

test("of a message that cannot be read, a report says why", async () => {
  const html = '<div class="adn"><div class="a3s">Hello</div></div>'; // a Gmail that has changed
  const page = open({ html, href: "https://mail.google.com/mail/u/0/", reply: () => ({ view: view("unchecked", { canReport: true }), needs: null }) });
  await eventually(() => drawn(page)?.kind === "unchecked");
  page.Lencana.report(page.Lencana.drawn()[0].id);
  const sent = await eventually(() => page.sent.find(({ type }) => type === "report"));
  assert.equal(sent.evidence, null);
  assert.match(sent.diagnosis, /message: .*body: /s);
  assert.ok(sent.diagnosis.length <= 2000);
});
