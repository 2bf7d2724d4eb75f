import assert from "node:assert/strict";
import { test } from "node:test";

import { matchPattern } from "../../extension/modules/match_patterns.js";
import { DEFAULTS, inGroups, readSettings, serverAddress, webmailOrigin } from "../../extension/modules/settings.js";

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
  ["javascript:alert(1)", "not_address"],
  ["file:///etc/passwd", "not_address"],
  ["https://me:secret@example.org", "not_address"],
  ["http://example.org", "not_https"],
  ["http://127.0.0.1.evil.example", "not_https"],
  ["http://localhost.evil.example", "not_https"],
]) {
  test(`no server: ${typed}`, () => assert.throws(() => serverAddress(typed), { reason }));
}

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
