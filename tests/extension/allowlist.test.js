/** Whose an address is: the vectors that the server's tests read too (docs/format.md section 7). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Allowlist } from "../../extension/modules/allowlist.js";

const { brands, addresses } = JSON.parse(readFileSync(new URL("../vectors/listed.json", import.meta.url), "utf8"));
const list = new Allowlist({
  version: 1,
  expires: 0,
  sha256: "",
  prev: null,
  brands: brands.map(({ domains = [], senders = [], ...brand }) => ({ ...brand, domains, senders, policyUrl: null })),
});

for (const { address, brand, why } of addresses) {
  test(`look-up: ${why}`, () => assert.equal(list.brandOf(address)?.id ?? null, brand));
}
