/** `make adapters`, for whoever repairs an adapter: what it says of a page that is read, and of one that is read no longer. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { PREVIEW, roundcube } from "./support/roundcube.js";

const TOOL = fileURLToPath(new URL("../../tools/adapters.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lencana-adapters-"));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} html */
function told(html, ...address) {
  const page = join(folder, "page.html");
  writeFileSync(page, html);
  return run(page, ...address);
}

/** @returns {Promise<{code: number, out: string}>} */
function run(...args) {
  return new Promise((resolve) => execFile(process.execPath, [TOOL, ...args], (error, out, err) => resolve({ code: Number(error?.code ?? 0), out: out + err })));
}

test("a page that is read: the selectors that are used, the message, and whose page it is not", async () => {
  const { code, out } = await told(roundcube(), PREVIEW);
  assert.equal(code, 0);
  assert.match(out, /^roundcube: its page$/m);
  assert.match(out, /^→ sender +1 {2}/m);
  assert.match(out, /a message: id "INBOX\/3"/);
  assert.match(out, /^not the page of gmail, /m);
  assert.doesNotMatch(out, /TO REPAIR/);
});

test("a page whose names have changed: what is missing", async () => {
  const { out } = await told(roundcube().replaceAll("messagebody", "renamed"), PREVIEW);
  assert.match(out, /TO REPAIR.*nothing matches for body$/m);
});

test("no address, no file, no page", async () => {
  assert.match((await told(roundcube())).out, /need ADDRESS=/);
  assert.deepEqual([(await run("")).code, (await run(join(folder, "none.html"))).code], [2, 2]);
});
