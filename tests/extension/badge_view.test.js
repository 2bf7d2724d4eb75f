import assert from "node:assert/strict";
import { test } from "node:test";

import { Allowlist } from "../../extension/modules/judgement/allowlist.js";
import { decodeAnswer } from "../../extension/modules/server/answer.js";
import { badgeView, checkingView, expiresSoon, popupView, toolbar } from "../../extension/modules/judgement/badge_view.js";
import { judge, unchecked } from "../../extension/modules/judgement/verdict.js";
import { answer } from "./support/answers.js";
import { listDocument } from "./support/lists.js";
import { messages, lookupIn } from "./support/sentences.js";

const EXPIRES = Date.parse("2026-12-06T00:00:00Z");
const BRAND = { id: "openai", name: "OpenAI", domains: ["openai.com"], policyUrl: "https://openai.example/policy" };
const allowlist = new Allowlist(listDocument([BRAND], { expires: EXPIRES, sha256: "a".repeat(64) }));
const status = { allowlist, fresh: true, expires: EXPIRES, problem: null };
const sender = { from: "noreply@tm.openai.com", shown: null, headers: null, witness: null, origin: "delivered", isRaw: false, webmail: "roundcube" };
const view = (change, language = "en") => badgeView(judge(decodeAnswer(answer(change)), sender, status), lookupIn(language));

const DANGER = { code: "brand_claim", severity: "danger", text: "The sender calls itself OpenAI." };
const WARNING = { code: "authentication_missing", severity: "warning", text: "Nothing shows it." };

test("verified: brand, our own sentence, the brand's policy, the facts", () => {
  const { kind, word, brand: name, sentence, link, action, facts } = view();
  assert.deepEqual([kind, word, name, action], ["verified", "Verified", "OpenAI", null]);
  assert.match(sentence, /noreply@tm\.openai\.com.*OpenAI/);
  assert.equal(link.href, "https://openai.example/policy");
  assert.deepEqual(facts.map(({ value }) => value), [
    "noreply@tm.openai.com",
    "DKIM passed for tm.openai.com, according to mx.example.test",
    "Version 1, valid until December 6, 2026",
  ]);
});

test("verified in Indonesian", () => {
  const { word, sentence, facts } = view({}, "id");
  assert.equal(word, "Terverifikasi");
  assert.match(sentence, /daftar bertanda tangan/);
  assert.match(facts[2].value, /6 Desember 2026/);
});

test("suspicious: the first danger is the sentence and is not said twice", () => {
  const { kind, sentence, brand: name, link, reasons } = view({ verdict: "suspicious", reasons: [WARNING, DANGER] });
  assert.deepEqual([kind, sentence, name, link], ["suspicious", DANGER.text, "", null]);
  assert.deepEqual(reasons.map(({ text }) => text), [WARNING.text]);
});

test("unknown: a warning is the sentence, otherwise a quiet one of ours", () => {
  assert.equal(view({ verdict: "unknown", reasons: [WARNING] }).sentence, WARNING.text);
  assert.equal(view({ verdict: "unknown", reasons: [] }).sentence, messages("en").sentence_unknown.message);
});

test("a check mark belongs to verified alone", () => {
  const severities = (change) => view(change).reasons.map(({ severity }) => severity);
  assert.deepEqual(severities({}), ["good"]);
  assert.deepEqual(severities({ verdict: "unknown" }), ["info"]);
});

test("a domain of other letters is shown in both forms", () => {
  const sender = { address: "a@xn--openi-7ve.com", domain: "xn--openi-7ve.com", unicode: "open\u0430i.com" };
  assert.equal(view({ verdict: "unknown", sender }).facts[0].value, "a@xn--openi-7ve.com (open\u0430i.com)");
  assert.equal(view({ verdict: "unknown", sender: null }).facts[0].value, "None could be read");
});

const CAUSES = Object.keys(messages("en")).filter((key) => key.startsWith("cause_")).map((key) => key.slice("cause_".length));
for (const language of ["en", "id"]) {
  for (const cause of CAUSES) {
    test(`could not check, ${language}: ${cause}`, () => {
      const params = { server: "lencana.example", problem: "PinError", expires: new Date(EXPIRES).toISOString(), detail: "500" };
      const { kind, sentence, advice, action } = badgeView(unchecked(cause, params), lookupIn(language));
      assert.equal(kind, "unchecked");
      assert.ok(sentence && advice);
      assert.doesNotMatch(sentence, /\$|undefined|\?$/);
      if (action) assert.ok(action.text);
    });
  }
}

test("a problem of the list is named; one without words gets the general ones", () => {
  const sentence = (problem) => badgeView(unchecked("list_unverified", { problem }), lookupIn("en")).sentence;
  assert.match(sentence("PinError"), /fingerprint/);
  assert.match(sentence("DocumentError"), /form/);
  assert.match(sentence("unreachable"), /fetched/);
});

test("grey passes on what the server suspects, as a caution", () => {
  const suspicious = decodeAnswer(answer({ verdict: "suspicious", reasons: [DANGER] }));
  const { reasons } = badgeView(unchecked("list_unverified", { problem: "PinError" }, suspicious), lookupIn("en"));
  assert.equal(reasons.length, 1);
  assert.deepEqual([reasons[0].severity, reasons[0].text.endsWith(DANGER.text)], ["warning", true]);
});

test("the toolbar tells the worst of the open messages", () => {
  const lookup = lookupIn("en");
  const views = [view(), view({ verdict: "unknown" }), view({ verdict: "suspicious", reasons: [DANGER] })].map((each) => ({ view: each }));
  assert.deepEqual(toolbar(views, lookup), { kind: "suspicious", title: "Lencana: Suspicious", text: "!", colour: "#b3261e" });
  assert.deepEqual(toolbar(views.slice(0, 1), lookup), { kind: "verified", title: "Lencana: Verified (OpenAI)", text: "", colour: "#17744a" });
  assert.equal(toolbar(views.slice(0, 2), lookup).kind, "unknown");
  assert.equal(toolbar([{ view: view() }, { view: checkingView(lookup) }], lookup).kind, "checking");
  assert.deepEqual(toolbar([], lookup).title, "Lencana");
});

test("toolbar and popup say that the page covers a badge, and what it says", () => {
  const lookup = lookupIn("en");
  const green = { view: view(), isCovered: true };
  const { title, text, colour } = toolbar([green], lookup);
  assert.deepEqual([title.startsWith("Lencana: Verified (OpenAI). The page covers"), text, colour], [true, "?", "#17744a"]);
  const red = toolbar([green, { view: view({ verdict: "suspicious", reasons: [DANGER] }) }], lookup);
  assert.deepEqual([red.text, red.title.includes("covers")], ["!", true]);
  assert.match(popupView(green, lookup).sentence, /openai.*covers/i);
  assert.equal(popupView({ view: view() }, lookup).sentence, view().sentence);
});

test("the end of the list is told a week before, and not where there is no list", () => {
  const day = 86_400_000;
  assert.equal(expiresSoon(EXPIRES, EXPIRES - 8 * day), false);
  assert.equal(expiresSoon(EXPIRES, EXPIRES - 6 * day), true);
  assert.equal(expiresSoon(EXPIRES, EXPIRES + day), true);
  assert.equal(expiresSoon(0, EXPIRES), false);
});
