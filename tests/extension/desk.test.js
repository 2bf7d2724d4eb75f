/** The desk's pure parts: what is different, what may be signed, a draft on a newer list, and what one types. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { differences } from "../../extension/desk/list/difference.js";
import { Draft } from "../../extension/desk/list/draft.js";
import { checkDraft } from "../../extension/desk/list/draft_check.js";
import { newId, READ } from "../../extension/desk/list/entries.js";
import { asDraft, brandOf, EMPTY_BESIDE, readFullDocument } from "../../extension/desk/list/list_document.js";
import { packOf, readPacks } from "../../extension/desk/list/packs.js";
import { applyPatch, isEmpty, patchOf } from "../../extension/desk/list/patch.js";
import { PAYLOAD_TYPE } from "../../extension/modules/trust/documents.js";

const NOW = Date.parse("2026-11-29T12:00:00Z");
const DAY = 86_400_000;
const utf8 = (text) => new TextEncoder().encode(text);
const iso = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;

const OPENAI = { id: "openai", name: "OpenAI", domains: ["openai.com"], senders: ["billing@stripe.com"], aliases: [{ text: "ChatGPT" }, { text: "Sora", common: true }], policy_url: "https://openai.com/x" };
const PAYPAL = { id: "paypal", name: "PayPal", domains: ["paypal.com"] };
const list = (fields = {}) => ({ brands: [OPENAI, PAYPAL].map(brandOf), ...EMPTY_BESIDE, ...fields });
const withBrand = (fields, contents = list()) => ({ ...contents, brands: contents.brands.map((brand) => (brand.id === "openai" ? { ...brand, ...fields } : brand)) });

/** As the server writes it (server/lencana/trust/documents/allowlist_document.py): fields that are empty are left out. */
function bytesOf(contents, fields = {}) {
  const { brand: brands, platform: platforms, person: persons, ...rest } = asDraft(contents);
  const value = { spec_version: "1.1", version: 8, issued: iso(NOW), expires: iso(NOW + 14 * DAY), _type: "allowlist", prev: "ab".repeat(32), brands, platforms, persons, ...rest, ...fields };
  return utf8(JSON.stringify(value));
}

const CHANGES = [
  ["a domain more", withBrand({ domains: ["openai.com", "chatgpt.com"] }), [["added", "openai", "domains", ["chatgpt.com"]]]],
  ["a sender less", withBrand({ senders: [] }), [["removed", "openai", "senders", ["billing@stripe.com"]]]],
  ["an alias that is now common", withBrand({ aliases: [{ text: "ChatGPT", common: true }, { text: "Sora", common: true }] }), [["added", "openai", "aliases", ["ChatGPT *"]], ["removed", "openai", "aliases", ["ChatGPT"]]]],
  ["another name", withBrand({ name: "Open" }), [["changed", "openai", "name", ["OpenAI", "Open"]]]],
  ["another guard", withBrand({ guard: "homograph" }), [["changed", "openai", "guard", ["full", "homograph"]]]],
  ["links that are complete", withBrand({ links_complete: true }), [["changed", "openai", "links_complete", ["false", "true"]]]],
  ["no page", withBrand({ policy_url: null }), [["changed", "openai", "policy_url", ["https://openai.com/x", ""]]]],
  ["a brand gone", { ...list(), brands: [brandOf(PAYPAL)] }, [["removed", "openai", "brand", ["OpenAI", "openai.com", "billing@stripe.com"]]]],
  ["a new brand", { ...list(), brands: [...list().brands, brandOf({ id: "dhl", name: "DHL", carriers: ["x@dhl.com"], guard: "homograph" })] }, [["added", "dhl", "brand", ["DHL", "dhl"]], ["added", "dhl", "carriers", ["x@dhl.com"]], ["changed", "dhl", "guard", ["full", "homograph"]]]],
  ["another order", { ...list(), brands: [...list().brands].reverse() }, [["changed", null, "order", ["openai paypal", "paypal openai"]]]],
  ["a platform", list({ platforms: ["github.com"] }), [["added", null, "platforms", ["github.com"]]]],
  ["without the bundled platforms", list({ default_platforms: false }), [["changed", null, "default_platforms", ["true", "false"]]]],
  ["a mail server", list({ authserv_ids: ["mx.a.example"] }), [["added", null, "authserv_ids", ["mx.a.example"]]]],
  ["a blocked sender", list({ blocked: [{ sender: "a@b.example", until: "2027-01-31T00:00:00Z" }] }), [["added", null, "blocked", ["a@b.example → 2027-01-31T00:00:00Z"]]]],
  ["a person", list({ persons: [{ name: "Rina", aliases: ["R."], addresses: ["r@a.example"] }] }), [["added", null, "persons", ["Rina / R. <r@a.example>"]]]],
  ["nothing", list(), []],
];
const LISTS = ["owned", "tenants", "links", "known", "phones", "never_asks"];
for (const field of LISTS) CHANGES.push([`one of ${field} more`, withBrand({ [field]: ["x"] }), [["added", "openai", field, ["x"]]]]);

for (const [name, next, expected] of CHANGES) {
  test(`a difference: ${name}`, () => {
    const found = differences(list(), next).map(({ kind, brand, field, entries }) => [kind, brand, field, entries]);
    assert.deepEqual(found, expected);
    assert.equal(differences(next, list()).length > 0, expected.length > 0);
  });
}

test("entries that read the same and are not the same are a difference", () => {
  const [one, other] = [["A", "B"], ["A / B"]].map((aliases) => list({ persons: [{ name: "N", aliases, addresses: ["a@b.example"] }] }));
  assert.equal(differences(one, other).length, 2);
});

const GOOD = { payload: bytesOf(list()), payloadType: PAYLOAD_TYPE.allowlist };
const IN_FORCE = { version: 7, sha256: "ab".repeat(32) };
/** What a lying server may send in place of the draft, and why it is refused. */
const LIES = [
  ["one domain more", bytesOf(withBrand({ domains: ["openai.com", "evil.example"] })), "content"],
  ["another order of entries", bytesOf(withBrand({ aliases: [{ text: "Sora", common: true }, { text: "ChatGPT" }] })), "content"],
  ["an entry twice", bytesOf(withBrand({ domains: ["openai.com", "openai.com"] })), "content"],
  ["a brand more", bytesOf({ ...list(), brands: [...list().brands, brandOf({ id: "evil", name: "Evil" })] }), "content"],
  ["a carrier less", bytesOf(withBrand({ senders: [] })), "content"],
  ["no bundled platforms", bytesOf(list({ default_platforms: false })), "content"],
  ["a person", bytesOf(list({ persons: [{ name: "E", aliases: [], addresses: ["e@evil.example"] }] })), "content"],
  ["a field of the future", bytesOf(list(), { green: ["evil.example"] }), "unknown_field"],
  ["a field of the future in a brand", bytesOf({ ...list(), brands: [{ ...brandOf(OPENAI), subdomains: ["x"] }] }), "unknown_field"],
  ["not the next version", bytesOf(list(), { version: 9 }), "version"],
  ["the same version", bytesOf(list(), { version: 7 }), "version"],
  ["another list before it", bytesOf(list(), { prev: "cd".repeat(32) }), "history"],
  ["a year instead of a fortnight", bytesOf(list(), { expires: iso(NOW + 365 * DAY) }), "expiry"],
  ["a month instead of a fortnight", bytesOf(list(), { expires: iso(NOW + 30 * DAY) }), "expiry"],
  ["it has ended", bytesOf(list(), { issued: iso(NOW - 15 * DAY), expires: iso(NOW - DAY) }), "expiry"],
  ["it begins later", bytesOf(list(), { issued: iso(NOW + 3 * DAY), expires: iso(NOW + 17 * DAY) }), "issued"],
  ["a root", bytesOf(list(), { _type: "root" }), "unreadable"],
  ["a key that stands twice", utf8(new TextDecoder().decode(GOOD.payload).replace('{"spec', '{"brands":[],"spec')), "unreadable"],
  ["nothing", utf8(""), "unreadable"],
  ["a domain that turns round", bytesOf(withBrand({ domains: ["openai.com", "\u202emoc.live"] })), "unreadable"],
  ["letters beyond ASCII in a domain", bytesOf(withBrand({ owned: ["\u043epenai.com"] })), "unreadable"],
  ["an invisible letter in a name", bytesOf(withBrand({ name: "Open\u200bAI" })), "unreadable"],
  ["an invisible letter in a person's address", bytesOf(list({ persons: [{ name: "N", aliases: [], addresses: ["a\u200b@b.example"] }] })), "unreadable"],
  ["a page that is none", bytesOf(withBrand({ policy_url: "https://a.example/ x" })), "unreadable"],
];

const check = (payload, payloadType = PAYLOAD_TYPE.allowlist) => checkDraft({ payload, payloadType }, { contents: list(), lifetimeDays: 14, inForce: IN_FORCE, now: NOW });

test("the bytes of a draft are taken", async () => {
  const { refusal, document } = await check(GOOD.payload);
  assert.equal(refusal, null);
  assert.equal(document.version, 8);
});

for (const [name, payload, reason] of LIES) {
  test(`a server lies: ${name}`, async () => assert.equal((await check(payload)).refusal?.reason, reason));
}

test("a server lies: bytes for another purpose", async () => assert.equal((await check(GOOD.payload, PAYLOAD_TYPE.root)).refusal?.reason, "payload_type"));

test("what a server has changed is shown", async () => {
  const { refusal } = await check(bytesOf(withBrand({ domains: ["evil.example"] })));
  assert.deepEqual(refusal.changes.map(({ kind, entries }) => [kind, entries]), [["added", ["evil.example"]], ["removed", ["openai.com"]]]);
});

test("a document is read with everything in it", async () => {
  const full = list({ platforms: ["p.example"], default_platforms: false, authserv_ids: ["mx"], blocked: [{ domain: "b.example", until: "2027-01-31T00:00:00Z" }], persons: [{ name: "N", aliases: ["M"], addresses: ["a@b.example"] }] });
  const { contents, unknown } = await readFullDocument(bytesOf(full));
  assert.deepEqual(contents, full);
  assert.deepEqual(unknown, []);
});

const base = { version: 7, contents: list() };
const MERGES = [
  ["theirs and ours", withBrand({ domains: ["openai.com", "ours.example"] }), withBrand({ domains: ["openai.com", "theirs.example"] }), withBrand({ domains: ["openai.com", "theirs.example", "ours.example"] })],
  ["both the same", withBrand({ domains: ["openai.com", "x.example"] }), withBrand({ domains: ["openai.com", "x.example"] }), withBrand({ domains: ["openai.com", "x.example"] })],
  ["we took away what they left", withBrand({ senders: [] }), withBrand({ name: "Open" }), withBrand({ senders: [], name: "Open" })],
  ["they took away what we left", withBrand({ name: "Open" }), withBrand({ senders: [] }), withBrand({ senders: [], name: "Open" })],
  ["we took the brand away", { ...list(), brands: [brandOf(PAYPAL)] }, withBrand({ name: "Open" }), { ...list(), brands: [brandOf(PAYPAL)] }],
  ["they took a brand away that we changed", withBrand({ name: "Open" }), { ...list(), brands: [brandOf(PAYPAL)] }, { ...list(), brands: [brandOf(PAYPAL), brandOf({ ...OPENAI, name: "Open" })] }],
  ["a brand of theirs", withBrand({ name: "Open" }), { ...list(), brands: [...list().brands, brandOf({ id: "dhl", name: "DHL" })] }, { ...withBrand({ name: "Open" }), brands: [...withBrand({ name: "Open" }).brands, brandOf({ id: "dhl", name: "DHL" })] }],
  ["beside the brands", list({ platforms: ["ours.example"] }), list({ platforms: ["theirs.example"], default_platforms: false }), list({ platforms: ["theirs.example", "ours.example"], default_platforms: false })],
];

for (const [name, ours, theirs, merged] of MERGES) {
  test(`a draft on a newer list: ${name}`, () => {
    const patch = patchOf(base, ours);
    assert.deepEqual(applyPatch(list(), patch), ours);
    assert.deepEqual(applyPatch(theirs, JSON.parse(JSON.stringify(patch))), merged);
  });
}

test("what changes nothing is an empty patch", () => {
  assert.ok(isEmpty(patchOf(base, list())));
  assert.deepEqual(applyPatch(list(), patchOf(base, list())), list());
});

const READINGS = [
  ["host", "  https://Mail.OpenAI.com/x?y ", "mail.openai.com"],
  ["host", "bücher.example", "xn--bcher-kva.example"],
  ["host", "*.openai.com", "openai.com"],
  ["host", "rina@kantor.example", "kantor.example"],
  ["host", "openai", null],
  ["host", "10.0.0.1", null],
  ["host", "", null],
  ["host", "a b.example", null],
  ["host", "_dmarc.a.example", "_dmarc.a.example"],
  ["address", "Rina Hartono <Rina@Kantor.Example>", "rina@kantor.example"],
  ["address", "mailto:a+b@c.example", "a+b@c.example"],
  ["address", "kantor.example", null],
  ["address", "@kantor.example", null],
  ["address", "a b@c.example", null],
  ["name", "  Open   AI ", "Open AI"],
  ["name", "a\u202eb", null],
  ["name", "", null],
  ["name", "x".repeat(101), null],
  ["phone", " +1  888 221 1161", "+1 888 221 1161"],
  ["phone", "call me", null],
  ["phone", "12", null],
  ["authserv", " MX.Kantor.example", "mx.kantor.example"],
  ["authserv", "-x", null],
  ["url", "https://openai.com/x", "https://openai.com/x"],
  ["url", "http://openai.com/", null],
  ["url", "javascript:alert(1)", null],
];
for (const [kind, typed, expected] of READINGS) test(`typed as ${kind}: ${JSON.stringify(typed)}`, () => assert.equal(READ[kind](typed), expected));

test("a new brand gets an id of its own", () => {
  assert.equal(newId("Bank Central Asia", []), "bank-central-asia");
  assert.equal(newId("ブランド", []), "brand");
  assert.equal(newId("OpenAI", ["openai", "openai-2"]), "openai-3");
});

test("a draft: undo, a closed tab, a newer list, and what the inbox hands over", async () => {
  let kept;
  const store = { read: async () => structuredClone(kept), write: async (value) => void (kept = structuredClone(value)) };
  const document = { version: 7, issued: NOW, expires: NOW + 14 * DAY, contents: list() };
  const draft = new Draft(store);
  await draft.load(document);
  assert.ok(draft.isEmpty && draft.days === 14);
  draft.addEntry("openai", "domains", "x.example");
  draft.addEntry("paypal", "known", "paypai.example");
  draft.addPerson("Rina", "r@a.example");
  draft.addPerson("Rina", "r@b.example");
  draft.addPlatform("p.example");
  draft.block({ sender: "e@evil.example" }, "2026-12-29");
  draft.block({ sender: "e@evil.example" }, "2027-02-27");
  assert.deepEqual(draft.contents.persons, [{ name: "Rina", aliases: [], addresses: ["r@a.example", "r@b.example"] }]);
  assert.deepEqual(draft.contents.blocked, [{ sender: "e@evil.example", until: "2027-02-27T23:59:59Z" }]);
  draft.undo();
  assert.equal(draft.contents.blocked[0].until, "2026-12-29T23:59:59Z");
  const again = new Draft(store);
  assert.equal(await again.load(document), false);
  assert.deepEqual(again.contents, draft.contents);
  const newer = new Draft(store);
  assert.equal(await newer.load({ ...document, version: 8, contents: withBrand({ domains: ["openai.com", "y.example"] }) }), true);
  assert.deepEqual(newer.brand("openai").domains, ["openai.com", "y.example", "x.example"]);
  const published = new Draft(store);
  assert.equal(await published.load({ ...document, version: 9, contents: newer.contents }), false);
  assert.ok(published.isEmpty);
});

test("whoever follows a draft is told of each step once", async () => {
  const draft = new Draft({ read: async () => undefined, write: async () => undefined });
  await draft.load({ version: 7, issued: NOW, expires: NOW + DAY, contents: list() });
  const told = [];
  draft.onChange((what) => told.push(what));
  draft.addPlatform("p.example");
  draft.addPlatform("p.example");
  draft.discard();
  assert.ok(draft.isEmpty);
  draft.undo();
  assert.deepEqual([told, draft.isEmpty], [["edited", "replaced", "replaced"], false]);
});

test("packs are read as strictly as lists, and a brand is of a pack only word for word", async () => {
  const packs = await readPacks({ packs: [{ name: "p", summary: "s", brands: [PAYPAL] }] });
  assert.deepEqual(packs, [{ name: "p", summary: "s", brands: [brandOf(PAYPAL)] }]);
  assert.equal(packOf(brandOf(PAYPAL), packs), "p");
  assert.equal(packOf(brandOf({ ...PAYPAL, domains: ["paypal.com", "x.example"] }), packs), null);
  await assert.rejects(readPacks({ packs: [{ name: "p", summary: "s", brands: [{ id: "<script>", name: "x" }] }] }), { name: "DocumentError" });
  assert.deepEqual(await readPacks(null), []);
});

test("a long list does not hold up who edits it", async () => {
  const brands = Array.from({ length: 5000 }, (_, i) => brandOf({ id: `b${i}`, name: `B ${i}`, domains: [`b${i}.example`] })); // as long as drafts may be
  const blocked = Array.from({ length: 20_000 }, (_, i) => ({ domain: `x${i}.example`, until: "2027-01-31T00:00:00Z" }));
  const draft = new Draft({ read: async () => undefined, write: async () => undefined });
  await draft.load({ version: 7, issued: NOW, expires: NOW + DAY, contents: { brands, ...EMPTY_BESIDE, blocked } });
  const before = process.cpuUsage();
  for (let i = 0; i < 10; i += 1) {
    draft.addEntry(`b${i}`, "domains", "y.example");
    assert.equal(draft.changes.length, i + 1);
  }
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 10 < 100_000, `${(user + system) / 10} µs a change`); // measured: some 20,000
});
