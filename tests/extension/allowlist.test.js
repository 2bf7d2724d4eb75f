import assert from "node:assert/strict";
import { test } from "node:test";

import { Allowlist } from "../../extension/modules/allowlist.js";

const brand = (id, domains, senders = []) => ({ id, name: id, domains, senders, policyUrl: null });
const list = new Allowlist({
  version: 1,
  expires: 0,
  sha256: "",
  prev: null,
  brands: [brand("openai", ["openai.com"], ["bill@stripe.example"]), brand("stripe", ["stripe.example"]), brand("chat", ["chat.openai.com"])],
});

for (const [address, id, why] of [
  ["a@openai.com", "openai", "the domain"],
  ["a@tm.mail.openai.com", "openai", "a subdomain"],
  ["a@x.chat.openai.com", "chat", "the longest parent"],
  ["bill@stripe.example", "openai", "an exact sender before its domain"],
  ["other@stripe.example", "stripe", "another sender of that domain"],
  ["bill@sub.stripe.example", "stripe", "an exact sender is exact"],
  ["a@notopenai.com", null, "a longer label"],
  ["a@openai.com.evil.example", null, "the domain in front"],
  ["a@com", null, "a suffix"],
  ["openai.com@evil.example", null, "the domain as local part"],
  ["a@__proto__", null, "names that objects have"],
]) {
  test(`look-up: ${why}`, () => assert.equal(list.brandOf(address)?.id ?? null, id));
}
