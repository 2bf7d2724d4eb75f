/** Addresses and names within sentences of either direction. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isolated } from "../../extension/modules/judgement/bidi.js";
import { badgeView } from "../../extension/modules/judgement/badge_view.js";
import { open } from "./support/page.js";
import { lookupIn } from "./support/sentences.js";

const ARABIC = "\u0645\u062b\u0627\u0644";

const CASES = /** @type {const} */ ([
  ["a@openai.com", "ltr", "a@openai.com"],
  ["a@openai.com", "rtl", "\u2066a@openai.com\u2069"],
  ["", "rtl", ""],
  [`${ARABIC}.paypal.com`, "ltr", `\u2066${ARABIC}.paypal.com\u2069`],
  [`${ARABIC}.paypal.com`, "rtl", `\u2066${ARABIC}.paypal.com\u2069`],
  [`${ARABIC} Ltd`, "ltr", `\u2068${ARABIC} Ltd\u2069`],
  ["Acme Ltd", "rtl", "\u2068Acme Ltd\u2069"],
  ["オープンAI", "ltr", "オープンAI"],
]);

for (const [value, direction, expected] of CASES) {
  test(`${direction}: ${value}`, () => assert.equal(isolated(value, direction), expected));
}

for (const [language, direction] of [["en", "ltr"], ["ar", "rtl"]]) {
  test(`a badge has the direction of its sentences, and an address within it its own: ${language}`, () => {
    const { Lencana } = open({ html: "<html><body></body></html>", href: "https://mail.example.org/", until: "drawing/badge.js", language });
    const badge = Lencana.createBadge(() => undefined);
    const answer = {
      verdict: "unknown", brand: null, reasons: [], advice: "", needs: null,
      sender: { address: "a@openai.com", domain: "openai.com", unicode: "openai.com", registrable: "openai.com" },
      authentication: { result: "none", method: null, domain: null, by: null },
      allowlist: { version: 1, expires: "2026-12-06T00:00:00Z", sha256: "" },
    };
    badge.show(badgeView({ kind: "unknown", answer, expires: 0 }, lookupIn(language)));
    assert.equal(badge.element.getAttribute("dir") ?? badge.element.dir, direction);
    assert.deepEqual([...badge.element.querySelectorAll("dd")].map(({ firstChild }) => firstChild.nodeName.toLowerCase()), ["bdi", "bdi", "bdi"]);
    assert.ok([...badge.element.querySelectorAll("bdi")].some(({ textContent }) => textContent === "a@openai.com")); // without a character that a copy would carry
  });
}
