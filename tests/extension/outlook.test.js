/** The add-in for Outlook: what it reads of a message, by Microsoft's own mock of Office.js, and its manifest by Microsoft's reader. */

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { DOMParser } from "linkedom";
import { OfficeAddinManifest } from "office-addin-manifest";
import { OfficeMockObject } from "office-addin-mock";

import { MAX_TEXT_BYTES } from "../../extension/modules/limits.js";
import { lookupIn, messages } from "./support/sentences.js";

const ROOT = new URL("../../", import.meta.url);
globalThis.DOMParser = DOMParser;

/** The server hands out the extension's folder below the pane's; so does this copy. */
const folder = mkdtempSync(join(tmpdir(), "lencana-outlook-"));
cpSync(new URL("deploy/outlook/", ROOT), folder, { recursive: true });
symlinkSync(fileURLToPath(new URL("extension/", ROOT)), join(folder, "extension"));
after(async () => (await import("node:fs/promises")).rm(folder, { recursive: true }));
const load = (name) => import(pathToFileURL(join(folder, name)).href);
const { evidenceOf, hasSource, linksIn, originOf, sourceOf } = await load("mail_item.js");
const sentences = await load("sentences.js");

const HEADERS = "Received: from a\r\nFrom: OpenAI <noreply@tm.openai.com>\r\nSubject: Hello\r\n";
const succeed = (value) => (then) => then({ status: "succeeded", value });

/** A message as Outlook gives it. */
function mailbox(change = {}, supported = ["1.8"]) {
  const item = {
    itemId: "AAMk",
    subject: "Hello",
    from: { emailAddress: "noreply@tm.openai.com", displayName: "OpenAI" },
    body: { getAsync: (type, then) => then({ status: "succeeded", value: type === "text" ? "Hello" : '<a href="https://openai.com/x">Open</a>' }) },
    getAllInternetHeadersAsync: succeed(HEADERS),
    ...change,
  };
  const requirements = { isSetSupported: (name, version) => name === "Mailbox" && supported.includes(version) };
  return new OfficeMockObject({ host: "outlook", context: { requirements, mailbox: { item } } });
}

test("the header block, the sender that is shown, text and links", async () => {
  const evidence = await evidenceOf(mailbox().context.mailbox.item);
  assert.deepEqual(evidence, {
    webmail: "outlook",
    origin: "delivered",
    headers: HEADERS,
    shown: "noreply@tm.openai.com",
    from: '"OpenAI" <noreply@tm.openai.com>',
    subject: "Hello",
    text: "Hello",
    links: [{ href: "https://openai.com/x", text: "Open" }],
    witness: { subject: "Hello", date: null },
  });
});

for (const [name, change, expected] of [
  ["Outlook that fails says nothing", { getAllInternetHeadersAsync: (then) => then({ status: "failed" }) }, { headers: null }],
  ["no header block, as between accounts of one Exchange", { getAllInternetHeadersAsync: succeed("  \r\n") }, { headers: null }],
  ["opened from an attachment", { itemId: "" }, { origin: "attached" }],
  ["a name with quotes", { from: { emailAddress: "a@b.example", displayName: 'O"pen\\AI' } }, { from: '"OpenAI" <a@b.example>' }],
  ["no name", { from: { emailAddress: "a@b.example", displayName: "a@b.example" } }, { from: "a@b.example" }],
]) {
  test(name, async () => {
    const evidence = await evidenceOf(mailbox(change).context.mailbox.item);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, evidence[key]])), expected);
  });
}

test("a long text is cut between characters", async () => {
  const body = { getAsync: (type, then) => then({ status: "succeeded", value: `${"x".repeat(MAX_TEXT_BYTES - 1)}\u{1f600}` }) };
  const { text } = await evidenceOf(mailbox({ body }).context.mailbox.item);
  assert.deepEqual([text.length, text.isWellFormed()], [MAX_TEXT_BYTES, true]);
});

test("links as browsers read them, and none of another kind", () => {
  const html = '<a href=" https://a.example ">A</a><a href="//b.example">B</a><a href="mailto:x@y.example">M</a><a href="java\nscript:1">J</a>';
  assert.deepEqual(linksIn(html).map(({ href }) => href), ["https://a.example ", "https://b.example"]);
});

test("an item of the mailbox has an identifier", () => {
  assert.deepEqual([{ itemId: "x" }, { itemId: "" }, {}].map(originOf), ["delivered", "attached", "attached"]);
});

test("the source only where Outlook has the requirement set", async () => {
  const getAsFileAsync = succeed("RnJvbTogeA==");
  const [with8, with14] = [mailbox({ getAsFileAsync }), mailbox({ getAsFileAsync }, ["1.8", "1.14"])];
  assert.equal(await sourceOf(with8.context.mailbox.item, with8.context), null);
  assert.equal(hasSource(with14.context.mailbox.item, with14.context), true);
  assert.equal(await sourceOf(with14.context.mailbox.item, with14.context), "RnJvbTogeA==");
});

test("sentences by the language of Outlook", () => {
  const asked = ["id-ID", "pt-PT", "zh-TW", "zh-CN", "zh-HK", "xx", "", "../../x"].map((tag) => sentences.localesFor(tag)[0]);
  assert.deepEqual(asked, ["id", "pt_BR", "zh_TW", "zh_CN", "zh_TW", "xx", "en", "en"]);
});

test("sentences as the browser writes them", () => {
  const [ours, browsers] = [sentences.lookupIn(messages("en")), lookupIn("en")];
  assert.equal(ours("sentence_verified", "a@b.example", "B"), browsers("sentence_verified", "a@b.example", "B"));
  assert.equal(ours("nothing_such"), "nothing_such");
});

test("Microsoft's reader takes the manifest", async () => {
  const filled = readFileSync(new URL("deploy/outlook/manifest.xml", ROOT), "utf8")
    .replaceAll("@SERVER@", "https://lencana.example.org")
    .replaceAll("@VERSION@", "0.1.0.0")
    .replaceAll("@ID@", "7b1e2f64-9d0a-5c7e-8a55-0d7f0c8a5b11");
  const path = join(folder, "filled.xml");
  writeFileSync(path, filled);
  const { id, version, officeAppType, hosts, permissions } = await OfficeAddinManifest.readManifestFile(path);
  assert.deepEqual([id, version, officeAppType, permissions], ["7b1e2f64-9d0a-5c7e-8a55-0d7f0c8a5b11", "0.1.0.0", "MailApp", "ReadItem"]);
  assert.deepEqual([hosts, /@[A-Z]+@/.test(filled)], [["Mailbox"], false]);
});
