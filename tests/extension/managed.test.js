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

for (const separator of [" ", ":", "-", " - "]) {
  test(`a fingerprint in groups with ${JSON.stringify(separator)} between them is read`, () => {
    assert.equal(settingsOf(undefined, { fingerprint: PIN.replace(/(.{4})(?!$)/g, `$1${separator}`) }).pin, PIN);
  });
}

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
  "a fingerprint with other signs": { fingerprint: PIN.replace(/(.{4})(?!$)/g, "$1.") },
  "other types": { server: 1, fingerprint: [], webmails: "x", token: 5, headers_only: "true" },
  "webmails that are none": { webmails: [7, "ftp://x", null] },
})) {
  test(`ignored: ${why}`, () => {
    assert.deepEqual(settingsOf(undefined, policy), { ...DEFAULTS, webmails: [], managed: { fields: [], webmails: [] } });
  });
}

/** @param {{managed: () => Promise<unknown>, policy?: unknown}} browser */
function browserWith({ managed, policy }) {
  const stored = { settings: { token: "own" }, policy };
  return { stored, managed, local: { read: async (key) => stored[key], write: async (key, value) => void (stored[key] = value) } };
}

test("both are read from the browser, and the policy is kept for its next start", async () => {
  const ext = browserWith({ managed: async () => ({ server: "https://a.example" }), policy: { server: "https://old.example" } });
  const { server, token } = await loadSettings(ext);
  assert.deepEqual([server, token, ext.stored.policy], ["https://a.example", "own", { server: "https://a.example" }]);
});

test("while the browser has not read its policies, the policy of last time holds", async () => {
  /** @type {(policy: unknown) => void} */
  let tell = () => undefined;
  const ext = browserWith({ managed: () => new Promise((resolve) => (tell = resolve)), policy: { server: "https://old.example" } });
  assert.equal((await loadSettings(ext)).server, "https://old.example");
  tell({ server: "https://new.example" });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(ext.stored.policy, { server: "https://new.example" });
});

test("the first time the policy is waited for, however long it takes", async () => {
  const managed = () => new Promise((resolve) => setTimeout(resolve, 300, { server: "https://a.example" }));
  assert.equal((await loadSettings(browserWith({ managed }))).server, "https://a.example");
});

test("the schema names the fields that are read, and no other", () => {
  const { properties } = JSON.parse(readFileSync(new URL("../../extension/managed_schema.json", import.meta.url), "utf8"));
  assert.deepEqual(Object.keys(properties).sort(), Object.keys(POLICY).sort());
});
