/** What others have written and ships with us: byte for byte what npm has. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const VENDORED = new URL("../../extension/vendor/noble-hashes/", import.meta.url);
const PACKAGE = new URL("../../node_modules/@noble/hashes/", import.meta.url);
const digest = (url) => createHash("sha256").update(readFileSync(url)).digest("hex");
const listed = readFileSync(new URL("HASHES", VENDORED), "utf8").trim().split("\n").map((line) => line.split("  "));

test("every file of @noble/hashes has the hash that is written down, and is the npm package's", () => {
  const names = readdirSync(VENDORED).filter((name) => !["HASHES", "README.md", "scrypt.d.ts"].includes(name));
  assert.deepEqual(listed.map(([, name]) => name).sort(), names.sort());
  for (const [hash, name] of listed) {
    assert.equal(digest(new URL(name, VENDORED)), hash, name);
    assert.equal(digest(new URL(name, PACKAGE)), hash, name);
  }
});

test("the version is pinned", () => {
  const { version } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8"));
  const pinned = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).devDependencies["@noble/hashes"];
  assert.equal(version, pinned);
  assert.ok(readFileSync(new URL("README.md", VENDORED), "utf8").includes(`\`@noble/hashes\` ${version} `));
});
