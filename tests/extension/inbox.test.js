/** The desk's inbox: reports decoded and grouped, and what an admin can do about one. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Draft } from "../../extension/desk/list/draft.js";
import { addToDraft, ANSWERS, besideOffers, blockOffer, brandOffers, isIn, likelyBrand } from "../../extension/desk/inbox/offers.js";
import { byDomain, decodePage, decodeReport, opinions } from "../../extension/desk/inbox/reports.js";
import { brandOf, EMPTY_BESIDE } from "../../extension/desk/list/list_document.js";

const uuid = (n) => `0b8f4a52-6f0e-4c53-9a5e-${String(n).padStart(12, "0")}`;
const SENDER = { address: "Billing@OpenAI-invoices.example", name: "OpenAI Billing" };
const raw = (n, change = {}) => ({
  id: uuid(n),
  at: `2026-11-${10 + n}T08:00:00Z`,
  expires: "2026-12-30T08:00:00Z",
  kind: "phish",
  verdict: "suspicious",
  codes: ["brand_claim"],
  sender: SENDER,
  subject: "Your invoice",
  webmail: "roundcube",
  origin: "delivered",
  allowlist_version: 3,
  diagnosis: "",
  comment: "<img src=x onerror=alert(1)>",
  has_message: false,
  state: "waiting",
  answer: null,
  group: "g1",
  now: { verdict: "unknown", codes: [] },
  ...change,
});
const group = (name, domain, newest, more = {}) => ({ group: name, domain, subject: "Your invoice", count: 1, readers: 1, newest: `2026-11-${newest}T08:00:00Z`, ...more });

test("a report is decoded; its texts stay what they are", () => {
  const report = decodeReport(raw(1));
  assert.deepEqual([report.comment, report.at, report.allowlistVersion, report.raw], ["<img src=x onerror=alert(1)>", Date.parse("2026-11-11T08:00:00Z"), 3, null]);
  assert.equal(decodeReport(raw(1, { raw: "aGk=", has_message: true })).raw, "aGk=");
});

for (const [why, change] of Object.entries({
  "an id that is a path": { id: "../../v1/allowlist" },
  "a kind that nobody knows": { kind: "<b>" },
  "a date that is none": { at: "soon" },
  "a sender that is a text": { sender: "x" },
  "a verdict that is none": { now: { verdict: "green", codes: [] } },
})) {
  test(`no report: ${why}`, () => assert.equal(decodeReport(raw(1, change)), undefined));
}

test("by domain, then by campaign, the newest first; a campaign without a report that was fetched is left out", () => {
  const page = decodePage({
    reports: [raw(1), raw(3, { group: "g2" }), raw(2), raw(4, { group: "g3", sender: null })],
    groups: [group("g1", "a.example", 12, { count: 7, readers: 5 }), group("g2", "a.example", 13), group("g3", "", 14), group("g9", "b.example", 19)],
    waiting: 4,
    next: null,
  });
  const domains = byDomain(page);
  assert.deepEqual(domains.map(({ domain }) => domain), ["", "a.example"]);
  assert.deepEqual(domains[1].campaigns.map((campaign) => campaign.group), ["g2", "g1"]);
  const [, first] = domains[1].campaigns;
  assert.deepEqual([first.count, first.readers, first.reports.map(({ id }) => id)], [7, 5, [uuid(2), uuid(1)]]);
});

test("what readers say of a campaign", () => {
  const reports = [raw(1), raw(2), raw(3, { kind: "genuine" })].map(decodeReport);
  assert.deepEqual(opinions(reports), [{ kind: "genuine", count: 1 }, { kind: "phish", count: 2 }]);
});

const openai = brandOf({ id: "openai", name: "OpenAI", aliases: [{ text: "ChatGPT" }, { text: "Sora", common: true }], domains: ["openai.com"], senders: ["billing@stripe.example"] });
const CONTENTS = { brands: [openai, brandOf({ id: "paypal", name: "PayPal" })], ...EMPTY_BESIDE, persons: [{ name: "Rina Hartono", aliases: [], addresses: ["rina@gmail.example"] }] };

/** @returns {Promise<Draft>} */
async function draftOf(contents = CONTENTS) {
  const draft = new Draft({ read: async () => undefined, write: async () => undefined });
  await draft.load({ version: 1, issued: 0, expires: 14 * 86_400_000, contents });
  return draft;
}

test("each offer puts its entry into the draft, as a list holds it, and leads to where it can be seen", async () => {
  const offers = [...brandOffers(SENDER, "openai"), ...besideOffers(SENDER), blockOffer(SENDER, CONTENTS)];
  assert.deepEqual(offers.map(({ field }) => field), ["domains", "senders", "owned", "carriers", "known", "platforms", "persons", "blocked"]);
  for (const offer of offers) {
    const draft = await draftOf();
    const route = addToDraft(offer, SENDER, draft);
    assert.ok(isIn(offer, draft.contents) && !isIn(offer, CONTENTS), offer.field);
    assert.equal(draft.changes.length, 1, offer.field);
    assert.equal(route, offer.brand === null ? `change/beside/${offer.field}` : "change/brand/openai");
    assert.match(offer.entry, /^(billing@)?openai-invoices\.example$/);
    assert.ok(ANSWERS[offer.field]);
  }
});

test("a blocked sender has an end", async () => {
  const draft = await draftOf();
  addToDraft(blockOffer(SENDER, CONTENTS), SENDER, draft);
  const [{ sender, until }] = draft.contents.blocked;
  assert.equal(sender, "billing@openai-invoices.example");
  assert.ok(Math.abs(Date.parse(until) - Date.now() - 90 * 86_400_000) < 2 * 86_400_000);
});

for (const [why, address] of [
  ["a brand's domain", "noreply@openai.com"],
  ["below one", "noreply@tm.OpenAI.com"],
  ["a brand's exact address", "billing@stripe.example"],
  ["one of the organisation's people", "rina@gmail.example"],
]) {
  test(`what was forged is not blocked: ${why}`, () => assert.equal(blockOffer({ address, name: "" }, CONTENTS), "listed"));
}

test("without an address nothing is offered; without a name no person", () => {
  for (const sender of [null, { address: "nobody", name: "X" }]) {
    assert.deepEqual([...brandOffers(sender, "openai"), ...besideOffers(sender), blockOffer(sender, CONTENTS)], [null]);
  }
  assert.deepEqual(besideOffers({ address: "a@b.example", name: "" }).map(({ field }) => field), ["platforms"]);
});

for (const [name, subject, address, expected] of [
  ["OpenAI Billing", "", "a@b.example", "openai"],
  ["", "Your ChatGPT plan", "a@b.example", "openai"],
  ["", "", "x@paypal-desk.example", "paypal"],
  ["PayPal", "Your OpenAI invoice", "a@b.example", "paypal"],
  ["Sora", "", "a@b.example", null],
]) {
  test(`the brand that is meant: ${name} ${subject} ${address}`, () => assert.equal(likelyBrand({ sender: { name, address }, subject }, CONTENTS.brands), expected));
}

test("a new brand gets an id that no other has", async () => {
  const draft = await draftOf();
  assert.equal(draft.addBrand("OpenAI"), "openai-2");
  assert.equal(draft.brand("openai-2").name, "OpenAI");
});
