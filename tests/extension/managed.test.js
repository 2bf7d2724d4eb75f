/** What a policy sets wins, and what it sets badly is as if it were not set. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { loadSettings, settingsOf } from "../../extension/modules/settings/managed.js";
import { DEFAULTS } from "../../extension/modules/settings/settings.js";

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
    fixedWebmails: ["https://mail.example.org", "https://mail2.example.org"],
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
    assert.deepEqual(settingsOf(undefined, policy), { ...DEFAULTS, webmails: [], fixedWebmails: [], managed: { fields: [], webmails: [] } });
  });
}

const PACKED = { server: "https://packed.example", fingerprint: "ef".repeat(32), webmails: ["https://mail.packed.example"] };
const FRESH = { server: "http://127.0.0.1:8025", token: "", pin: "", webmails: [], headersOnly: false }; // as stored by earlier versions

for (const [what, stored, policy, expected] of [
  ["counts where nobody has set anything", undefined, {}, ["https://packed.example", "ef".repeat(32)]],
  ["counts where an earlier version stored the defaults", FRESH, {}, ["https://packed.example", "ef".repeat(32)]],
  ["is below what the reader has accepted", { server: "https://own.example", pin: PIN }, {}, ["https://own.example", PIN]],
  ["is below a server on this machine that the reader has accepted", { ...FRESH, pin: PIN }, {}, [FRESH.server, PIN]],
  ["is below a policy", { server: "https://own.example" }, { server: "https://a.example", fingerprint: PIN }, ["https://a.example", PIN]],
]) {
  test(`what the archive brings along ${what}`, () => {
    const { server, pin, webmails, fixedWebmails } = settingsOf(stored, policy, PACKED);
    assert.deepEqual([server, pin], expected);
    assert.deepEqual([webmails, fixedWebmails], [PACKED.webmails, PACKED.webmails]);
  });
}

test("an archive sets nothing that is invalid, and locks nothing but its webmails", () => {
  const { managed, ...settings } = settingsOf(undefined, {}, { server: "http://evil.example", fingerprint: "ab", webmails: ["no address"] });
  assert.deepEqual(settings, { ...DEFAULTS, webmails: [], fixedWebmails: [] });
  assert.deepEqual(managed, { fields: [], webmails: [] });
  assert.deepEqual(settingsOf(undefined, {}, PACKED).managed.fields, []);
});

/** @param {{managed: () => Promise<unknown>, policy?: unknown}} browser */
function browserWith({ managed, policy }) {
  const stored = { settings: { token: "own" }, policy };
  const packed = async () => ({});
  return { stored, managed, packed, local: { read: async (key) => stored[key], write: async (key, value) => void (stored[key] = value) } };
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
