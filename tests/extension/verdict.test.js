import assert from "node:assert/strict";
import { test } from "node:test";

import { Allowlist } from "../../extension/modules/judgement/allowlist.js";
import { decodeAnswer } from "../../extension/modules/server/answer.js";
import { judge } from "../../extension/modules/judgement/verdict.js";
import { answer } from "./support/answers.js";
import { listDocument } from "./support/lists.js";

const SHA = "a".repeat(64);
const allowlist = new Allowlist(listDocument([
  { id: "openai", name: "OpenAI", domains: ["openai.com"], carriers: ["invite@openai.com"] },
  { id: "other", name: "Other", domains: ["other.example"] },
], { sha256: SHA, expires: 1e15 }));
const status = { allowlist, fresh: true, expires: 1e12, problem: null };
const HEADERS = "From: noreply@tm.openai.com\nSubject: Your receipt\nDate: Sun, 22 Nov 2026 12:34:56 +0100";
const sender = {
  from: "noreply@tm.openai.com", shown: "noreply@tm.openai.com", headers: HEADERS, witness: { subject: null, date: null },
  origin: "delivered", isRaw: false, webmail: "roundcube",
};
const judgementOf = (change = {}, observed = {}, list = {}) => judge(decodeAnswer(answer(change)), { ...sender, ...observed }, { ...status, ...list });

test("green when everything agrees", () => {
  const { kind, brand, address } = judgementOf();
  assert.deepEqual([kind, brand.name, address], ["verified", "OpenAI", "noreply@tm.openai.com"]);
});

test("the case of the server's address does not matter", () => {
  assert.equal(judgementOf({ sender: { address: "NoReply@tm.openai.com", domain: "", unicode: "" } }).kind, "verified");
});

test("a page that shows no address leaves it to the header block", () => assert.equal(judgementOf({}, { shown: null }).kind, "verified"));

for (const [why, cause, change, observed, list] of [
  ["no list", "list_unverified", {}, {}, { allowlist: null }],
  ["the answer rests on another list than ours", "list_unverified", { allowlist: { version: 2, sha256: "b".repeat(64) } }],
  ["the list has expired", "list_expired", {}, {}, { fresh: false }],
  ["the sender is a carrier of strangers' words", "list_disagrees", { sender: { address: "invite@openai.com" } }, { from: "invite@openai.com", shown: null }],
  ["we read no sender", "sender_unread", {}, { from: null }],
  ["we read another sender", "sender_differs", {}, { from: "a@openai.com" }],
  ["the page shows another sender", "sender_differs", {}, { shown: "a@openai.com" }],
  ["the server names no sender", "sender_differs", { sender: null }],
  ["the server lies about a stranger", "list_disagrees", { sender: { address: "a@evil.example" } }, { from: "a@evil.example", shown: "a@evil.example" }],
  ["the sender is another brand's", "list_disagrees", { sender: { address: "a@other.example" } }, { from: "a@other.example", shown: null }],
  ["no brand is named", "list_disagrees", { brand: null }],
  ["authentication failed after all", "bad_answer", { authentication: { result: "fail", method: null, domain: null, by: null } }],
  ["nothing was authenticated", "bad_answer", { authentication: { result: "none", method: null, domain: null, by: null } }],
  ["a danger was found after all", "bad_answer", { reasons: [{ code: "x", severity: "danger", text: "x" }] }],
]) {
  test(`never green: ${why}`, () => {
    const { kind, cause: got } = judgementOf(change, observed, list);
    assert.deepEqual([kind, got], ["unchecked", cause]);
  });
}

const OWN = { authentication: { result: "pass", method: "dkim", domain: "openai.com", by: "lencana" } };
const RESULTS = (/** @type {string} */ results) => `Authentication-Results: mx.kantor.example; ${results}\n${HEADERS}`;
const named = new Allowlist(listDocument([{ id: "openai", name: "OpenAI", domains: ["openai.com"] }], { sha256: SHA, authservIds: ["mx.kantor.example"] }));

for (const [why, kind, change, observed, list] of [
  ["delivered, by the mail server's word", "verified", {}, {}],
  ["attached, by the mail server's word", "not_delivered", {}, { origin: "attached" }],
  ["a file, by the mail server's word", "not_delivered", {}, { origin: "file", isRaw: true }],
  ["attached, by the server's own verification of the raw message", "verified", OWN, { origin: "attached", isRaw: true }],
  ["attached, by its own verification of what it cannot have had", "not_delivered", OWN, { origin: "attached" }],
  ["attached, by DMARC of its own, which it never says", "not_delivered", { authentication: { ...OWN.authentication, method: "dmarc" } }, { origin: "attached", isRaw: true }],
  ["the same subject and minute", "verified", {}, { witness: { subject: "Your receipt", date: "2026-11-22T11:34:00Z" } }],
  ["another subject", "source_differs", {}, { witness: { subject: "Your invoice", date: null } }],
  ["another minute", "source_differs", {}, { witness: { subject: null, date: "2026-11-22T11:35:00Z" } }],
  ["unknown with another subject", "source_differs", { verdict: "unknown" }, { witness: { subject: "Your invoice", date: null } }],
  ["suspicious with another subject", "suspicious", { verdict: "suspicious" }, { witness: { subject: "Your invoice", date: null } }],
  ["results of the mail server that the list names", "verified", {}, { headers: RESULTS("dmarc=pass header.from=tm.openai.com") }, { allowlist: named }],
  ["its failure, which the server hides", "results_differ", {}, { headers: RESULTS("dmarc=fail header.from=tm.openai.com") }, { allowlist: named }],
  ["no results of it", "results_differ", OWN, { isRaw: true }, { allowlist: named }],
  ["an attachment needs none", "verified", OWN, { isRaw: true, origin: "attached" }, { allowlist: named }],
]) {
  test(`evidence: ${why}`, () => {
    const judgement = judgementOf(change, observed, list);
    assert.equal(judgement.cause ?? judgement.kind, kind);
  });
}

test("suspicious stays suspicious with an expired list, and needs no sender", () => {
  assert.equal(judgementOf({ verdict: "suspicious" }, { from: null }, { fresh: false }).kind, "suspicious");
});

test("a list that could not be verified leaves neither red nor unknown, but the server's words", () => {
  for (const verdict of ["suspicious", "unknown"]) {
    const { kind, problem, answer: reported } = { ...judgementOf({ verdict }, {}, { allowlist: null, problem: "PinError" }), problem: "PinError" };
    assert.deepEqual([kind, problem, reported.verdict], ["unchecked", "PinError", verdict]);
  }
});

test("unknown with an expired list is grey: the list says nothing", () => {
  assert.equal(judgementOf({ verdict: "unknown" }).kind, "unknown");
  assert.equal(judgementOf({ verdict: "unknown" }, {}, { fresh: false }).cause, "list_expired");
});

test("what is not an answer is not read", () => {
  const bad = [null, 7, "verified", [], {}, answer({ verdict: "green" }), answer({ reasons: "none" }), answer({ authentication: null }),
    answer({ allowlist: null }), answer({ reasons: [{ code: "x", severity: "fatal", text: "" }] })];
  for (const value of bad) assert.equal(decodeAnswer(value), null);
});

test("texts are cut and fields of other types are empty", () => {
  const read = decodeAnswer(answer({ advice: "x".repeat(5000), brand: { id: 1, name: 2 }, sender: "me" }));
  assert.equal(read.advice.length, 1000);
  assert.deepEqual([read.brand, read.sender], [null, null]);
});
