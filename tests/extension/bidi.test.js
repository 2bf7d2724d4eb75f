/** Addresses and names within sentences of either direction. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isolated } from "../../extension/modules/bidi.js";

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
