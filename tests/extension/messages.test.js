import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeMessage } from "../../extension/background/messages.js";
import { evidence } from "./support/answers.js";

const check = (change = {}, seen = {}) => ({ type: "check", page: "p", id: "INBOX/1", evidence: evidence(seen), raw: null, ...change });

test("what content scripts say is read", () => {
  assert.deepEqual(decodeMessage(check()), check());
  assert.deepEqual(decodeMessage({ type: "gone", page: "p", id: null }), { type: "gone", page: "p", id: null });
  assert.deepEqual(decodeMessage({ type: "unreadable", page: "p", id: "i" }), { type: "unreadable", page: "p", id: "i" });
  assert.deepEqual(decodeMessage({ type: "renew", more: 1 }), { type: "renew" });
  const rows = { type: "rows", page: "p", rows: [{ id: "1", webmail: "gmail", from: "a", subject: "s" }] };
  assert.deepEqual(decodeMessage({ ...rows, rows: [{ ...rows.rows[0], more: 1 }] }), rows);
  const listed = { type: "listed", page: "p", marks: [{ from: "a", text: "why" }] };
  assert.deepEqual(decodeMessage(listed), listed);
  assert.deepEqual(decodeMessage({ type: "file", raw: "aGk=", page: "p" }), { type: "file", raw: "aGk=" });
});

test("fields that nobody knows are left behind", () => {
  assert.deepEqual(decodeMessage({ ...check(), view: {} }), check());
  assert.deepEqual(decodeMessage(check({}, { cookies: "x" })).evidence, evidence());
});

test("half a character is none: no server could read it", () => {
  assert.equal(decodeMessage(check({}, { subject: "a\ud83d" })).evidence.subject, "a\ufffd");
});

for (const [why, value] of Object.entries({
  nothing: undefined,
  "no object": "check",
  "no type": {},
  "another type": { type: "eval", page: "p", id: "i" },
  "no page": { type: "gone", id: null },
  "an id that is no text": { type: "gone", page: "p", id: 7 },
  "no evidence": check({ evidence: null }),
  "headers of another type": check({}, { headers: ["From: a"] }),
  "too much text": check({}, { text: "x".repeat(16_385) }),
  "too many links": check({}, { links: Array(1001).fill({ href: "", text: "" }) }),
  "an origin that nobody knows": check({}, { origin: "sent" }),
  "no witness": check({}, { witness: null }),
  "a link without target": check({}, { links: [{ text: "x" }] }),
  "too many rows": { type: "rows", page: "p", rows: Array(101).fill({ id: "1", webmail: "w", from: "", subject: "" }) },
  "a row without a sender": { type: "rows", page: "p", rows: [{ id: "1", webmail: "w", subject: "" }] },
  "marks that are none": { type: "listed", page: "p", marks: "all" },
  "a file that is none": { type: "file", raw: 5 },
  "raw of another type": check({ raw: {} }),
})) {
  test(`refused: ${why}`, () => assert.equal(decodeMessage(value), null));
}
