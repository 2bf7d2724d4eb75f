/** Whose an address is: the vectors that the server's tests read too (docs/format.md section 7). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Allowlist } from "../../extension/modules/judgement/allowlist.js";
import { DEFAULT_PLATFORMS } from "../../extension/modules/judgement/platforms.js";
import { listDocument } from "./support/lists.js";

const { brands, platforms, blocked, now, addresses } = JSON.parse(readFileSync(new URL("../vectors/listed.json", import.meta.url), "utf8"));
const list = new Allowlist(listDocument(brands, {
  platforms: [...platforms.map(({ domain }) => domain), ...DEFAULT_PLATFORMS],
  blocked: blocked.map(({ sender, domain, until }) => ({ entry: sender ?? domain, until: Date.parse(until) })),
}));

for (const { address, green, why } of addresses) {
  test(`look-up: ${why}`, () => assert.equal(list.brandOf(address, Date.parse(now))?.id ?? null, green));
}
