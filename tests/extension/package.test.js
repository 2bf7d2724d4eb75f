/** What ships: its size, its permissions, and that no file says more than it should. */

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";

import { SCRIPTS } from "../../extension/modules/webmails.js";
import { filesBelow } from "./support/files.js";

const EXTENSION = new URL("../../extension/", import.meta.url);
const shipped = filesBelow(EXTENSION, /./);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", EXTENSION), "utf8"));
const text = (path) => readFileSync(path, "utf8");

test("the folder is what ships, and not more than it must be; the archives are at most 150 KB (test_pack.py)", () => {
  const size = shipped.reduce((sum, path) => sum + statSync(path).size, 0);
  assert.ok(size <= 197_000, `${size} bytes`);
});

test("every permission is explained", () => {
  const page = text(new URL("../../docs/permissions.md", import.meta.url));
  for (const name of [...manifest.permissions, ...manifest.optional_host_permissions]) assert.ok(page.includes(`\`${name}\``), name);
  for (const name of manifest.browser_specific_settings.gecko.data_collection_permissions.required) assert.ok(page.includes(`\`${name}\``), name);
});

test("nothing of the extension can be loaded by a page, and nothing runs anywhere before it is allowed", () => {
  for (const key of ["web_accessible_resources", "host_permissions", "content_scripts", "externally_connectable"]) assert.ok(!(key in manifest), key);
});

test("only ext.js and channel.js touch the extension API", () => {
  const touching = shipped.filter((path) => path.endsWith(".js") && /\b(chrome|browser)\b(?=\.|\?\.)|globalThis\)?\.(chrome|browser)\b/.test(text(path).replace(/@type \{typeof chrome\}|@param \{chrome[^}]*\}|@returns \{chrome[^}]*\}/g, "")));
  assert.deepEqual(touching.map((path) => path.split("/extension/").at(-1)).sort(), ["content/channel.js", "ext.js"]);
});

test("nothing is ever put into a page as markup", () => {
  for (const path of shipped.filter((path) => path.endsWith(".js"))) {
    assert.doesNotMatch(text(path), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser/, path);
  }
});

test("content scripts exist and are classic scripts", () => {
  for (const name of SCRIPTS) assert.doesNotMatch(text(new URL(name, EXTENSION)), /^(import|export) /m, name);
});

test("no file is over 400 lines", () => {
  for (const path of shipped.filter((path) => /\.(js|css|html)$/.test(path))) assert.ok(text(path).split("\n").length <= 400, path);
});
