import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { headerBlockOfRaw } from "../../extension/background/raw_headers.js";
import { canonicalAddress, fromAddress, MAX_FROM_CHARS } from "../../extension/modules/message/from_field.js";

/** The table that the server's tests read too. */
const { cases } = JSON.parse(readFileSync(new URL("../vectors/from.json", import.meta.url), "utf8"));
const TOO_LONG = `From: ${"x ".repeat(MAX_FROM_CHARS / 2)}<a@openai.com>`;

for (const { why, headers, address } of [
  ...cases,
  { why: "an address literal", headers: "From: a@[127.0.0.1]", address: null },
  { why: "absurdly long", headers: TOO_LONG, address: null },
]) {
  const expected = address !== null && typeof address === "object" ? address.extension : address;
  test(`From: ${why}`, () => assert.equal(fromAddress(headers), expected));
}

test("no evidence, no sender", () => assert.equal(fromAddress(null), null));

test("patterns stay quick on hostile fields", () => {
  const begin = performance.now();
  for (const piece of ["(", '"', "<a@", "a@b.c ", "\\", "(a", '" "']) fromAddress(`From: ${piece.repeat(1990 / piece.length)}`);
  assert.ok(performance.now() - begin < 500);
});

test("addresses compare in one form", () => {
  assert.equal(canonicalAddress("A@B\u00dccher.example"), "a@xn--bcher-kva.example");
  assert.equal(canonicalAddress("nobody"), null);
});

const raw = (/** @type {string | Uint8Array} */ message) => Buffer.from(message).toString("base64");

test("the header block of a raw message", () => {
  assert.equal(headerBlockOfRaw(raw("From: a@b.example\r\n\r\nbody")), "From: a@b.example");
  assert.equal(headerBlockOfRaw(raw("From: a@b.example\n")), "From: a@b.example\n");
  assert.equal(headerBlockOfRaw(raw("Subject: \u00fc\r\n\r\nx")), "Subject: \u00fc");
  assert.equal(headerBlockOfRaw(raw(Uint8Array.of(0x53, 0x3a, 0xe9, 0x0a, 0x0a, 0xff))), "S:\u00e9", "bytes that are not UTF-8");
  assert.equal(headerBlockOfRaw("not base64!"), null);
  assert.equal(headerBlockOfRaw(raw(`X: ${"y".repeat(300_000)}\r\n\r\nbody`)), null, "no end within the limit");
  assert.equal(headerBlockOfRaw(raw(`From: a@b.example\r\n\r\n${"y".repeat(300_001)}`)), "From: a@b.example", "a long body is not decoded");
});
