/** What ships: its files, its permissions, and that no file says more than it should. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CONTENT_SCRIPTS } from "../../extension/background/content_scripts.js";
import { filesBelow } from "./support/files.js";

const EXTENSION = new URL("../../extension/", import.meta.url);
const shipped = filesBelow(EXTENSION, /./).filter((path) => !path.endsWith("README.md")); // as `lencana extension pack` takes them
const own = shipped.filter((path) => !path.includes("/extension/vendor/")); // vendor.test.js looks at what others have written
const scripts = own.filter((path) => path.endsWith(".js"));
const manifest = JSON.parse(readFileSync(new URL("manifest.json", EXTENSION), "utf8"));
const text = (path) => readFileSync(path, "utf8");

test("the folder is what ships: nothing else is in it (tests/cli/test_extension.py holds the archives to 400 KB)", () => {
  const others = own.filter((path) => !/\.(?:js|json|html|css|svg|png)$/.test(path));
  assert.deepEqual(others, []);
});

test("every permission is explained", () => {
  const page = text(new URL("../../docs/permissions.md", import.meta.url));
  for (const name of [...manifest.permissions, ...manifest.optional_host_permissions]) assert.ok(page.includes(`\`${name}\``), name);
  for (const name of manifest.browser_specific_settings.gecko.data_collection_permissions.required) assert.ok(page.includes(`\`${name}\``), name);
});

test("nothing of the extension can be loaded by a page, and nothing runs anywhere before it is allowed", () => {
  for (const key of ["web_accessible_resources", "host_permissions", "content_scripts", "externally_connectable"]) assert.ok(!(key in manifest), key);
});

test("only ext.js, channel.js, shared.js and messenger.js touch the extension API", () => {
  const touching = scripts.filter((path) => /\b(chrome|browser)\b(?=\.|\?\.)|globalThis\)?\.(chrome|browser|messenger)\b/.test(text(path).replace(/@type \{typeof chrome\}|@param \{chrome[^}]*\}|@returns \{chrome[^}]*\}/g, "")));
  assert.deepEqual(touching.map((path) => path.split("/extension/").at(-1)).sort(), ["content/channel.js", "drawing/shared.js", "ext.js", "thunderbird/messenger.js"]);
});

test("nothing is ever put into a page as markup", () => {
  for (const path of scripts) {
    assert.doesNotMatch(text(path), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser/, path);
  }
});

test("content scripts exist and are classic scripts", () => {
  for (const name of CONTENT_SCRIPTS) assert.doesNotMatch(text(new URL(name, EXTENSION)), /^(import|export) /m, name);
});

test("no file is over 250 lines", () => {
  for (const path of own.filter((path) => /\.(js|css|html)$/.test(path))) assert.ok(text(path).split("\n").length <= 250, path);
});

test("JSDoc has one tag a line, and nothing before it", () => {
  const TAG = /(?<=\S.*)(?<!\* |\/\*\* )@(?:param|returns|template|throws|type|typedef)\b/;
  const crowded = scripts.flatMap((path) => text(path).split("\n").filter((line) => /^\s*(?:\/\*)?\*/.test(line) && TAG.test(line)));
  assert.deepEqual(crowded, []);
});

test("modules run anywhere: they import modules alone, and the shared limits", () => {
  for (const path of scripts.filter((path) => path.includes("/extension/modules/"))) {
    for (const [, imported] of text(path).matchAll(/^(?:import|} from) .*?"([^"]*)";/gm)) {
      const { href } = new URL(imported, `file://${path}`);
      assert.match(href, /\/extension\/(?:modules\/|drawing\/limits\.js$)/, `${path} imports ${imported}`);
    }
  }
});
