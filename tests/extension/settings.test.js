import assert from "node:assert/strict";
import { test } from "node:test";

import { matchPattern } from "../../extension/modules/settings/match_patterns.js";
import { DEFAULTS, inGroups, joinAddress, readSettings, serverAddress, webmailOrigin } from "../../extension/modules/settings/settings.js";

for (const [typed, address] of [
  ["http://127.0.0.1:8025", "http://127.0.0.1:8025"],
  [" http://localhost:8025/ ", "http://localhost:8025"],
  ["http://[::1]:8025", "http://[::1]:8025"],
  ["lencana.example.org", "https://lencana.example.org"],
  ["https://Mail.Example.org/lencana//?x#y", "https://mail.example.org/lencana"],
]) {
  test(`server: ${typed}`, () => assert.equal(serverAddress(typed), address));
}

for (const [typed, reason] of [
  ["", "not_address"],
  ["not an address", "not_address"],
  ["gmail", "not_address"],
  ["123", "not_address"],
  ["mail.", "not_address"],
  ["mail..example.org", "not_address"],
  ["https://mail..example.org", "not_address"],
  ["rina@example.org", "not_address"],
  ["javascript:alert(1)", "not_address"],
  ["file:///etc/passwd", "not_address"],
  ["https://me:secret@example.org", "not_address"],
  ["http://example.org", "not_https"],
  ["http://127.0.0.1.evil.example", "not_https"],
  ["http://localhost.evil.example", "not_https"],
]) {
  test(`no server: ${typed}`, () => assert.throws(() => serverAddress(typed), { reason }));
}

const PIN = "2b7b3ce3".repeat(8);
for (const [typed, server, expected] of [
  ["lencana.example.org", "https://lencana.example.org", ""],
  [`https://lencana.example.org/join#${PIN}`, "https://lencana.example.org", PIN],
  [`https://lencana.example.org/join?lang=id#${PIN.toUpperCase().replace(/(.{4})/g, "$1 ")}`, "https://lencana.example.org", PIN],
  [`lencana.example.org/join/#${PIN.replace(/(.{4})/g, "$1%20")}`, "https://lencana.example.org", PIN],
  ["https://example.org/lencana/extension/", "https://example.org/lencana", ""],
  ["http://127.0.0.1:8025/join", "http://127.0.0.1:8025", ""],
]) {
  test(`an organisation to join: ${typed}`, () => assert.deepEqual(joinAddress(typed), { server, expected }));
}

for (const [typed, reason] of [
  ["", "not_address"],
  ["lencana", "not_address"],
  ["http://lencana.example.org/join", "not_https"],
  ["https://lencana.example.org/join#2b7b", "not_fingerprint"],
  ["https://lencana.example.org/join#", "not_fingerprint"],
  ["https://lencana.example.org/join#%E0%A4%A", "not_fingerprint"],
]) {
  test(`nothing to join: ${typed}`, () => assert.throws(() => joinAddress(typed), { reason }));
}

test("a host of one word takes its scheme", () => {
  assert.equal(webmailOrigin("http://mail/roundcube"), "http://mail");
  assert.equal(webmailOrigin("mail:8443"), "https://mail:8443");
  assert.equal(webmailOrigin("localhost"), "https://localhost");
  assert.equal(webmailOrigin("[::1]:8080"), "https://[::1]:8080");
});

test("a webmail is its origin, port included", () => {
  assert.equal(webmailOrigin("http://mail.lan:8088/roundcube/?_task=mail"), "http://mail.lan:8088");
  assert.equal(webmailOrigin("mail.example.org"), "https://mail.example.org");
});

test("a match pattern has no port", () => assert.equal(matchPattern("http://127.0.0.1:8088/x"), "http://127.0.0.1/*"));

test("a fingerprint in groups", () => assert.equal(inGroups("0123456789"), "0123 4567 89"));

test("what was stored and does not fit is as if never set", () => {
  assert.deepEqual(readSettings(undefined), DEFAULTS);
  assert.deepEqual(readSettings({ server: "http://evil.example", token: 7, pin: "ABC", webmails: "all" }), DEFAULTS);
  const good = { server: "https://a.example", token: "t", pin: "0".repeat(64), webmails: ["https://mail.example"], headersOnly: true };
  assert.deepEqual(readSettings({ ...good, webmails: [...good.webmails, "https://mail.example/path", 7] }), good);
});
