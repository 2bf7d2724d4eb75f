/** What a policy sets wins, and what it sets badly is as if it were not set. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { loadSettings, settingsOf } from "../../extension/modules/managed.js";
import { DEFAULTS } from "../../extension/modules/settings.js";

const PIN = "ab".repeat(32);
const POLICY = {
  server: "https://lencana.example.org/",
  fingerprint: PIN.toUpperCase().replace(/(.{4})/g, "$1 "),
  webmails: ["https://mail.example.org/owa/", "mail2.example.org"],
  token: "t",
  headers_only: true,
};

test("a policy sets everything, and nothing is left to ask", () => {
  const { managed, ...settings } = settingsOf({ server: "https://other.example", pin: "cd".repeat(32), webmails: ["https://own.example"] }, POLICY);
  assert.deepEqual(settings, {
    server: "https://lencana.example.org",
    pin: PIN,
    token: "t",
    webmails: ["https://mail.example.org", "https://mail2.example.org", "https://own.example"],
    headersOnly: true,
  });
  assert.deepEqual(managed, { fields: ["server", "pin", "token", "headersOnly"], webmails: ["https://mail.example.org", "https://mail2.example.org"] });
});

for (const [why, policy] of Object.entries({
  nothing: undefined,
  "a server without https": { server: "http://lencana.example.org" },
  "no address": { server: "https://" },
  "a short fingerprint": { fingerprint: "ab" },
  "other types": { server: 1, fingerprint: [], webmails: "x", token: 5, headers_only: "true" },
  "webmails that are none": { webmails: [7, "ftp://x", null] },
})) {
  test(`ignored: ${why}`, () => {
    assert.deepEqual(settingsOf(undefined, policy), { ...DEFAULTS, webmails: [], managed: { fields: [], webmails: [] } });
  });
}

test("both are read from the browser", async () => {
  const ext = { local: { read: async () => ({ token: "own" }) }, managed: async () => ({ server: "https://a.example" }) };
  const { server, token } = await loadSettings(ext);
  assert.deepEqual([server, token], ["https://a.example", "own"]);
});

test("the schema names the fields that are read, and no other", () => {
  const { properties } = JSON.parse(readFileSync(new URL("../../extension/managed_schema.json", import.meta.url), "utf8"));
  assert.deepEqual(Object.keys(properties).sort(), Object.keys(POLICY).sort());
});
