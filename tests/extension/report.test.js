/** What a report says of a message, and that the form shows all of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeMessage, isFromPage } from "../../extension/background/messages.js";
import { decodeAnswer } from "../../extension/modules/server/answer.js";
import { decodeReportAnswer, factsOfFile, factsOfPage, linesOf, outcomeOf, reportOf } from "../../extension/modules/server/report.js";
import { unchecked } from "../../extension/modules/judgement/verdict.js";
import { answer, evidence } from "./support/answers.js";
import { lookupIn } from "./support/sentences.js";

const ID = "0b8f4a52-6f0e-4c53-9a5e-0a4a5b6c7d8e";
const READER = "5b3c1d2e-0000-4000-8000-123456789abc";
const DANGER = { code: "brand_claim", severity: "danger", text: "The sender calls itself OpenAI." };
const suspicious = outcomeOf({ kind: "suspicious", answer: decodeAnswer(answer({ verdict: "suspicious", reasons: [DANGER] })), expires: 0 });
const report = (facts, choice = {}) => reportOf(facts, { id: ID, kind: "phish", comment: "Odd.", reader: READER, ...choice });

test("a message of a page: verdict, codes, sender, subject, and nothing of its text, links and headers", () => {
  const facts = factsOfPage(suspicious, evidence({ text: "SECRET TEXT", links: [{ href: "https://secret.example", text: "SECRET" }] }), "");
  assert.deepEqual(report(facts), {
    id: ID,
    kind: "phish",
    comment: "Odd.",
    verdict: "suspicious",
    sender: { address: "noreply@tm.openai.com", name: "OpenAI" },
    subject: "Hello",
    codes: ["brand_claim"],
    webmail: "roundcube",
    origin: "delivered",
    allowlist_version: 1,
    diagnosis: "",
    reader: READER,
  });
});

test("a grey badge: why it could not be checked, and what the page did not give", () => {
  const { verdict, diagnosis, codes, allowlist_version } = report(factsOfPage(outcomeOf(unchecked("unreadable", { server: "s.example" })), null, "id none\nbody: .x 0"));
  assert.deepEqual([verdict, diagnosis, codes, allowlist_version], [null, "unreadable s.example\nid none\nbody: .x 0", [], null]);
});

for (const [why, change, sender] of [
  ["our reading of the source counts", { shown: "other@example.org" }, { address: "noreply@tm.openai.com", name: "OpenAI" }],
  ["without a source, what the page shows", { headers: null, shown: "A@Example.ORG", from: "A <A@Example.ORG>" }, { address: "a@example.org", name: "A" }],
  ["a name that is the address is none", { headers: null, shown: "a@example.org", from: "a@example.org" }, { address: "a@example.org", name: "" }],
  ["no address, no sender", { headers: null, shown: null, from: "A" }, null],
]) {
  test(`the sender: ${why}`, () => assert.deepEqual(factsOfPage(suspicious, evidence(change), "").sender, sender));
}

test("a saved message: From and Subject decoded", () => {
  const headers = "From: =?utf-8?q?Rin=C3=A1?= <rina@kantor.example>\r\nSubject: =?utf-8?b?SGFsbG8g4oKs?=\r\n";
  const { sender, subject, origin, webmail } = factsOfFile(suspicious, headers);
  assert.deepEqual([sender, subject, origin, webmail], [{ address: "rina@kantor.example", name: "Riná" }, "Hallo €", "file", null]);
  assert.deepEqual(factsOfFile(suspicious, null).sender, null);
});

test("texts that are too long are cut, and half a character is none", () => {
  const facts = factsOfPage({ ...suspicious, diagnosis: "d".repeat(5000) }, evidence({ subject: "s".repeat(997) + "\u{1f600}" }), "");
  const { subject, diagnosis, comment } = report(facts, { comment: "c".repeat(3000) });
  assert.deepEqual([subject.length, subject.at(-1), diagnosis.length, comment.length], [998, "\ufffd", 4000, 2000]);
});

for (const language of ["en", "id"]) {
  test(`the form shows every field that is sent, in words: ${language}`, () => {
    const sent = report(factsOfPage(suspicious, evidence(), "id none"));
    const lines = linesOf(sent, false, lookupIn(language));
    assert.equal(lines.length, Object.keys(sent).length);
    assert.equal(new Set(lines.map(({ label }) => label)).size, lines.length);
    for (const secret of ["Odd.", "noreply@tm.openai.com", "Hello", "brand_claim", "roundcube", "id none", READER, ID]) {
      assert.ok(lines.some(({ value }) => value.includes(secret)), secret);
    }
    const whole = linesOf({ ...sent, kind: "" }, true, lookupIn(language));
    assert.equal(whole.length, lines.length + 1);
    assert.equal(whole[0].value, "—", "nothing is chosen yet");
  });
}

test("what no server takes is left out: codes of another form", () => {
  const reasons = ["ok_code", "Not A Code", "x".repeat(41)].map((code) => ({ ...DANGER, code }));
  assert.deepEqual(outcomeOf({ kind: "unknown", answer: decodeAnswer(answer({ reasons })), expires: 0 }).codes, ["ok_code"]);
});

test("an answer, none yet, and what is neither", () => {
  const at = "2026-11-30T08:00:00Z";
  assert.deepEqual(decodeReportAnswer({ state: "closed", answer: { kind: "phish", text: "Thanks", at } }), { kind: "phish", text: "Thanks", at: Date.parse(at) });
  assert.equal(decodeReportAnswer({ state: "waiting", answer: null }), null);
  const wrong = [null, {}, { state: "closed", answer: { kind: "<b>", text: "", at } }, { state: "closed", answer: { kind: "phish", text: "", at: "soon" } }];
  for (const value of wrong) assert.equal(decodeReportAnswer(value), undefined);
  assert.equal(decodeReportAnswer({ state: "closed", answer: { kind: "other", text: {}, at } }).text, "");
});

const SEND = { type: "report_send", server: "https://s.example", source: null, report: report(factsOfPage(suspicious, evidence(), "")) };

test("only our pages send a report, and take a form", () => {
  for (const message of [SEND, { type: "report_take", handle: ID }, { type: "report_file", raw: "aGk=", outcome: suspicious }, { type: "report_open", tab: 3, page: "p", id: "i" }]) {
    assert.ok(isFromPage(decodeMessage(message)), message.type);
  }
  assert.ok(!isFromPage(decodeMessage({ type: "report", page: "p", id: "i", evidence: evidence(), diagnosis: "" })));
});

for (const [why, value] of Object.entries({
  "an id that is no UUID": { ...SEND, report: { ...SEND.report, id: "1" } },
  "a kind that nobody knows": { ...SEND, report: { ...SEND.report, kind: "spam" } },
  "a source that is none": { ...SEND, source: { tabId: 1 } },
  "a handle that is a path": { type: "report_take", handle: "../x" },
  "a verdict that is none": { type: "report_file", raw: "aGk=", outcome: { ...suspicious, verdict: "unchecked" } },
})) {
  test(`refused: ${why}`, () => assert.equal(decodeMessage(value), null));
}

test("a report takes no message along that the reader did not name", () => {
  assert.ok(!("raw" in decodeMessage({ ...SEND, report: { ...SEND.report, raw: "aGk=" } }).report));
});
