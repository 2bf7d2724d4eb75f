/** Publishing: what is told for each answer of a server, an honest one or not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";

import { publish } from "../../extension/desk/sign/publish.js";
import { EMPTY_BESIDE } from "../../extension/desk/list/list_document.js";
import { createAdminApi } from "../../extension/modules/server/admin_api.js";
import { lookupIn } from "./support/sentences.js";

globalThis.document = parseHTML("<p></p>").document;
const list = (version, sha256, platforms = []) => ({ version, sha256, contents: { brands: [], ...EMPTY_BESIDE, platforms } });
const OURS = { json: "{}", document: list(8, "ours", ["ours.example"]) };

const CASES = [
  ["it is taken", 201, OURS.document, "published"],
  ["an earlier attempt had arrived, and its answer was lost", 409, OURS.document, "published"],
  ["somebody else was faster", 409, list(8, "theirs", ["theirs.example"]), "newer"],
  ["it says that it has taken the list, and serves another", 201, list(8, "theirs"), "VersionError"],
  ["it says that it has taken the list, and serves the old one", 201, list(7, "old"), "VersionError"],
  ["it refuses, and has nothing newer", 409, list(7, "old"), "VersionError"],
  ["the signatures do not count", 403, list(7, "old"), "ServerError"],
  ["it is away", 0, list(7, "old"), "ServerError"],
  ["it is taken, and another process of the server answers first", 201, OURS.document, "published", 2],
  ["somebody else was faster, and another process of the server answers first", 409, list(8, "theirs", ["theirs.example"]), "newer", 2],
];

for (const [name, status, served, expected, late = 0] of CASES) {
  test(`publishing: ${name}`, async () => {
    const asked = [];
    const fetcher = async (url, init) => {
      asked.push([init.method, url, init.body]);
      if (status === 0) throw new TypeError("away");
      return new Response(JSON.stringify({ detail: "too few" }), { status });
    };
    const desk = {
      text: lookupIn("en"),
      say: () => undefined,
      open: () => undefined,
      api: createAdminApi({ server: "https://a.example", token: "t" }, "en", fetcher),
      inForce: { list: list(7, "old") },
      refresh: async () => void (desk.inForce = { list: looks++ < late ? list(7, "old") : served }),
    };
    let looks = 0;
    const outcome = await publish(OURS, desk, async () => undefined).then(({ isPublished, news }) => [isPublished ? "published" : "newer", news], (error) => [error.name, []]);
    assert.equal(outcome[0], expected);
    assert.deepEqual(asked[0], ["PUT", "https://a.example/v1/allowlist", "{}"]);
    if (expected === "newer") assert.match(outcome[1].map((node) => node.textContent).join(" "), /theirs\.example/);
  });
}
