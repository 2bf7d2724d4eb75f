import assert from "node:assert/strict";
import { test } from "node:test";

import { Allowlist } from "../../extension/modules/allowlist.js";
import { decodeAnswer } from "../../extension/modules/answer.js";
import { judge } from "../../extension/modules/verdict.js";
import { answer } from "./support/answers.js";
import { listDocument } from "./support/lists.js";

const SHA = "a".repeat(64);
const allowlist = new Allowlist(listDocument([
  { id: "openai", name: "OpenAI", domains: ["openai.com"], carriers: ["invite@openai.com"] },
  { id: "other", name: "Other", domains: ["other.example"] },
], { sha256: SHA, expires: 1e15 }));
const status = { allowlist, fresh: true, expires: 1e12, problem: null };
const sender = { from: "noreply@tm.openai.com", shown: "noreply@tm.openai.com" };
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
