import assert from "node:assert/strict";
import { test } from "node:test";

import { headersOfRaw } from "../../extension/modules/raw.js";
import { canonical, fromAddress } from "../../extension/modules/sender.js";

const READ = [
  ["From: noreply@openai.com", "noreply@openai.com", "bare"],
  ["From: OpenAI <NoReply@TM.OpenAI.com>", "noreply@tm.openai.com", "case folded"],
  ['From: "OpenAI, Inc." <noreply@openai.com>', "noreply@openai.com", "quoted name"],
  ['From: "a@b.example" <noreply@openai.com>', "noreply@openai.com", "an address in the name is only a name"],
  ["From: =?utf-8?Q?OpenAI?= <noreply@openai.com>", "noreply@openai.com", "encoded name"],
  ["From: OpenAI\n <noreply@openai.com>", "noreply@openai.com", "folded"],
  ["Subject: x\r\nfrom: OpenAI <noreply@openai.com>\r\nTo: a@b.example\r\n", "noreply@openai.com", "CRLF, any case"],
  ["From: Bücher <info@bücher.example>", "info@xn--bcher-kva.example", "U-labels become A-labels"],
  ["From: OpenAI <noreply@openai.com> (news)", "noreply@openai.com", "comment behind"],
  ["From: OpenAI <noreply@openai.com>\n\nFrom: other@evil.example", "noreply@openai.com", "the body is not read"],
];

const REFUSED = [
  ["Subject: x", "no From"],
  ["From: a@openai.com\nFrom: b@evil.example", "two From fields"],
  ["From: a@openai.com\nFrom : b@evil.example", "a second From with a space"],
  ["From : a@openai.com", "a space before the colon"],
  ["From: a@openai.com, b@evil.example", "two addresses"],
  ["From: <a@openai.com> <b@evil.example>", "two angle brackets"],
  ["From: a@openai.com <b@evil.example", "no closing bracket"],
  ["From: Friends: a@openai.com;", "a group"],
  ["From: <@evil.example:a@openai.com>", "a route"],
  ["From: a@openai.com@evil.example", "two @"],
  ['From: "a@openai.com"@evil.example', "a quoted local part"],
  ["From: a(x)@openai.com", "a comment inside the address"],
  ["From: a@openai.com\0.evil.example", "NUL"],
  ["From: a@openai.com\rFrom: b@evil.example", "bare CR"],
  ["From: =?utf-8?Q?a=40openai.com?=", "only an encoded word"],
  ["From: =?utf-8?q?a?=@openai.com", "an encoded word in the local part"],
  ["From: a@localhost", "no domain"],
  ["From: a@127.0.0.1", "an address for a domain"],
  ["From: a@[127.0.0.1]", "an address literal"],
  ["From: a@openai.com/evil.example", "a path in the domain"],
  ["From: .a@openai.com", "a dot first"],
  ["From: a..b@openai.com", "two dots"],
  [" folded\nFrom: a@openai.com", "a continuation of nothing"],
  ["stray line\nFrom: a@openai.com", "a line that is no field"],
  ["From:", "empty"],
  [`From: ${"x ".repeat(5000)}<a@openai.com>`, "absurdly long"],
  ["", "nothing"],
];

for (const [headers, address, why] of READ) {
  test(`From is read: ${why}`, () => assert.equal(fromAddress(headers), address));
}
for (const [headers, why] of REFUSED) {
  test(`From is refused: ${why}`, () => assert.equal(fromAddress(headers), null));
}

test("no evidence, no sender", () => assert.equal(fromAddress(null), null));

test("patterns stay quick on hostile fields", () => {
  const begin = performance.now();
  for (const piece of ["(", '"', "<a@", "a@b.c ", "\\", "(a", '" "']) fromAddress(`From: ${piece.repeat(1990 / piece.length)}`);
  assert.ok(performance.now() - begin < 500);
});

test("addresses compare in one form", () => {
  assert.equal(canonical("A@B\u00dccher.example"), "a@xn--bcher-kva.example");
  assert.equal(canonical("nobody"), null);
});

const raw = (/** @type {string | Uint8Array} */ message) => Buffer.from(message).toString("base64");

test("the header block of a raw message", () => {
  assert.equal(headersOfRaw(raw("From: a@b.example\r\n\r\nbody")), "From: a@b.example");
  assert.equal(headersOfRaw(raw("From: a@b.example\n")), "From: a@b.example\n");
  assert.equal(headersOfRaw(raw("Subject: \u00fc\r\n\r\nx")), "Subject: \u00fc");
  assert.equal(headersOfRaw(raw(Uint8Array.of(0x53, 0x3a, 0xe9, 0x0a, 0x0a, 0xff))), "S:\u00e9", "bytes that are not UTF-8");
  assert.equal(headersOfRaw("not base64!"), null);
  assert.equal(headersOfRaw(raw(`X: ${"y".repeat(300_000)}\r\n\r\nbody`)), null, "no end within the limit");
  assert.equal(headersOfRaw(raw(`From: a@b.example\r\n\r\n${"y".repeat(300_001)}`)), "From: a@b.example", "a long body is not decoded");
});
