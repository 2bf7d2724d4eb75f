/** The server's results over the same header blocks: tests/vectors/authentication_results.json, made on its side. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { isAuthenticated } from "../../extension/modules/message/authentication_results.js";

const { cases, domain, listed } = JSON.parse(readFileSync(new URL("../vectors/authentication_results.json", import.meta.url), "utf8"));

for (const { why, webmail, authserv_ids: authservIds, headers, result, extension = result } of cases) {
  test(`results: ${why}`, () => assert.equal(isAuthenticated(headers, { domain, listed, webmail, authservIds }), extension === "pass"));
}

test("an exact sender's domain is no organisation's: only itself is aligned", () => {
  const say = (name) => isAuthenticated(`Authentication-Results: mx.example; dmarc=pass header.from=${name}\n`, {
    domain: "mail.esp.example", listed: null, webmail: "roundcube", authservIds: ["mx.example"],
  });
  assert.deepEqual(["mail.esp.example", "esp.example", "x.mail.esp.example"].map(say), [true, false, false]);
});

test("no header block is no pass", () => assert.equal(isAuthenticated(null, { domain, listed, webmail: "gmail", authservIds: ["mx.example"] }), false));

test("hostile fields are read quickly", () => {
  const begin = performance.now();
  for (const piece of ["(", '"', "\\", ";", " =", "a=b ", "() ", '"" '])
    isAuthenticated(`Authentication-Results: mx.example; ${piece.repeat(16_000 / piece.length)}\n`, { domain, listed, webmail: "", authservIds: ["mx.example"] });
  assert.ok(performance.now() - begin < 500);
});
