/** Thunderbird: which message a document is, where it comes from, what the button says, and the list's tag. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { DisplayedMessages } from "../../extension/thunderbird/displayed.js";
import { evidenceOf, isDocumentOf } from "../../extension/thunderbird/evidence.js";
import { isTagging, setTagging, tagInList, tagNewMail } from "../../extension/thunderbird/list_tag.js";

const EXTENSION = new URL("../../extension/", import.meta.url);
const TAB = 7;
const GENUINE = { id: 1 };
const FORGED = { id: 2 };

/** A program that shows what a test says. */
function program() {
  const stored = new Map();
  const state = { shown: /** @type {{id: number}[]} */ ([]), stored };
  const store = { read: async (tabId) => stored.get(tabId), write: async (tabId, display) => void (display ? stored.set(tabId, display) : stored.delete(tabId)) };
  const displayed = async () => state.shown;
  return { state, start: () => new DisplayedMessages(store, displayed) };
}

/**
 * What happens between the moment in which a judgement is asked for and the one in which it would be handed out.
 * @type {Record<string, {meanwhile: (displays: DisplayedMessages, state: {shown: {id: number}[]}) => void, is: boolean}>}
 */
const MEANWHILE = {
  "nothing": { meanwhile: () => {}, is: true },
  "another message is chosen, and has not come": { meanwhile: (_, state) => (state.shown = [FORGED]), is: false },
  "another message has come": {
    meanwhile: (displays, state) => {
      state.shown = [FORGED];
      void displays.loaded(TAB, FORGED.id);
    },
    is: false,
  },
  "another came, and the first is chosen again": { meanwhile: (displays) => void displays.loaded(TAB, FORGED.id), is: false },
  "the same message was read anew": { meanwhile: (displays) => void displays.loaded(TAB, GENUINE.id), is: false },
  "several are selected": { meanwhile: (_, state) => (state.shown = [GENUINE, FORGED]), is: false },
  "none is selected": { meanwhile: (_, state) => (state.shown = []), is: false },
  "another tab shows another": { meanwhile: (displays) => void displays.loaded(TAB + 1, FORGED.id), is: true },
  "the tab was closed": { meanwhile: (displays) => void displays.closed(TAB), is: false },
};

for (const [name, { meanwhile, is }] of Object.entries(MEANWHILE)) {
  test(`a judgement is ${is ? "" : "not "}handed out: ${name}`, async () => {
    const { state, start } = program();
    const displays = start();
    state.shown = [GENUINE];
    void displays.loaded(TAB, GENUINE.id);
    const display = await displays.last(TAB);
    assert.equal(display.messageId, GENUINE.id);
    assert.equal(await displays.isStill(TAB, display), true);
    meanwhile(displays, state);
    assert.equal(await displays.isStill(TAB, display), is);
  });
}

test("what a tab shows outlives the background, and no two displays are the same", async () => {
  const { state, start } = program();
  state.shown = [GENUINE];
  const first = start();
  await first.loaded(TAB, GENUINE.id);
  const display = await first.last(TAB);
  const second = start();
  assert.equal(await second.isStill(TAB, display), true);
  await second.loaded(TAB, GENUINE.id);
  assert.equal(await second.isStill(TAB, display), false);
});

const RAW = "From: OpenAI <noreply@tm.openai.com>\r\nSubject: Hello\r\n\r\nHello.\r\n";
const MESSAGE = { id: 1, author: "OpenAI <noreply@tm.openai.com>", subject: "Hello", external: false, tags: [], folder: { accountId: "account1" } };

/** @param {string | null} accountType */
const mail = (accountType, raw = RAW) => ({ raw: async () => new TextEncoder().encode(raw), accountType: async () => accountType });

const ORIGINS = [
  ["imap", {}, "imap://a@b/fetch%3EUID%3E.INBOX%3E8", "delivered"],
  ["pop3", {}, "mailbox:///home/a/Inbox?number=3", "delivered"],
  ["ews", {}, "x-moz-ews://a@b/INBOX?messageId=3", "delivered"],
  ["local", {}, "mailbox:///home/a/Local%20Folders/Kept?number=3", "file"],
  ["nntp", {}, "news://news.example/3?group=x&key=4", "file"],
  ["rss", {}, "mailbox:///home/a/Feeds/x?number=3", "file"],
  ["extension:other", {}, "imap://a@b/fetch%3EUID%3E.INBOX%3E8", "file"],
  [null, {}, "imap://a@b/fetch%3EUID%3E.INBOX%3E8", "file"],
  ["imap", { folder: undefined }, "imap://a@b/fetch%3EUID%3E.INBOX%3E8", "file"],
  ["imap", { external: true }, "mailbox:///home/a/saved.eml?type=application/x-message-display&number=0", "file"],
  ["imap", { external: true }, "mailbox:///tmp/pid-26371/notice.eml?type=application/x-message-display&number=0", "attached"],
  ["imap", { external: true, folder: undefined }, "imap://a@b/fetch%3EUID%3E.INBOX%3E8?part=1.2&filename=x.eml", "attached"],
];

for (const [accountType, change, address, origin] of ORIGINS) {
  test(`origin: ${accountType}, ${JSON.stringify(change)}, ${address}`, async () => {
    const { evidence, raw } = await evidenceOf({ ...MESSAGE, ...change }, address, mail(accountType));
    assert.equal(evidence.origin, origin);
    assert.equal(evidence.shown, "noreply@tm.openai.com");
    assert.match(evidence.headers, /^From: OpenAI/);
    assert.equal(atob(raw), RAW);
  });
}

test("of a message whose header alone was fetched, and of one that is too large, the header block alone is sent", async () => {
  const part = await evidenceOf({ ...MESSAGE, headersOnly: true }, "mailbox:///x?number=1", mail("pop3"));
  assert.equal(part.raw, null);
  assert.match(part.evidence.headers, /Subject: Hello/);
  const large = await evidenceOf(MESSAGE, "imap://x", mail("imap", RAW + "x".repeat(25 * 1024 * 1024)));
  assert.equal(large.raw, null);
  assert.match(large.evidence.headers, /Subject: Hello/);
});

const DOCUMENTS = [
  ["Hello", "Subject: HelloFrom: OpenAI <noreply@tm.openai.com>Date: 11/22/26", true],
  ["Re: Hello", "Betreff: Re: HelloVon: OpenAI <NoReply@tm.openai.com>", true],
  ["  hello ", "", true],
  ["Good bye", "Subject: Good byeFrom: OpenAI <noreply@tm.openai.com>", false],
  ["Hello", "Subject: HelloFrom: Mallory <mallory@evil.example>", false],
];

for (const [subject, from, is] of DOCUMENTS) {
  test(`${JSON.stringify(subject)}, ${JSON.stringify(from)} is ${is ? "" : "not "}the message's document`, () => {
    assert.equal(isDocumentOf(MESSAGE, { subject, from }), is);
  });
}

test("a long or odd subject is compared by what of it stays the same in a title", () => {
  const is = (subject, title) => isDocumentOf({ ...MESSAGE, subject }, { subject: title, from: "" });
  assert.ok(is("A".repeat(3000), "A".repeat(2000)));
  assert.ok(is("", "anything") && is("!!!", ""));
  assert.ok(is("padded   twice", "padded twice") && is("caf\ufffd", "caf\ufffd"));
});

/** A program with tags: what it was asked for. */
function tagging({ isOn = true, isAllowed = true, known = [] } = {}) {
  const calls = [];
  const stored = { list_tag: isOn ? true : undefined };
  const tags = {
    allowed: async () => isAllowed,
    ask: async () => (calls.push("ask"), isAllowed),
    drop: async () => (calls.push("drop"), true),
    exists: async (key) => known.includes(key),
    create: async (key) => void calls.push(`create ${key}`),
    put: async (id, keys) => void calls.push(`put ${id} ${keys}`),
  };
  const local = { read: async (key) => stored[key], write: async (key, value) => void (stored[key] = value) };
  return { calls, stored, ext: { local, i18nMessage: (key) => key }, messenger: { tags } };
}

const KEY = "$lencana_suspicious";
const TAGS = [
  ["off", { isOn: false }, {}, "suspicious", []],
  ["without permission", { isAllowed: false }, {}, "suspicious", []],
  ["the first", {}, {}, "suspicious", [`create ${KEY}`, `put 1 ${KEY}`]],
  ["beside others", { known: [KEY] }, { tags: ["$label1"] }, "suspicious", [`put 1 $label1,${KEY}`]],
  ["tagged already", { known: [KEY] }, { tags: [KEY] }, "suspicious", []],
  ["suspicious no longer", { known: [KEY] }, { tags: ["$label1", KEY] }, "unknown", ["put 1 $label1"]],
  ["not checked", { known: [KEY] }, { tags: [KEY] }, "unchecked", []],
  ["unknown", { known: [KEY] }, {}, "unknown", []],
  ["a file", { known: [KEY] }, { external: true }, "suspicious", []],
];

for (const [name, settings, change, kind, expected] of TAGS) {
  test(`the list's tag: ${name}`, async () => {
    const program = tagging(settings);
    await tagInList({ ...MESSAGE, ...change }, kind, program);
    assert.deepEqual(program.calls, expected);
  });
}

test("new mail is asked about by sender and subject alone, once the tag is on", async () => {
  const program = tagging({ known: [KEY] });
  const messages = [MESSAGE, { ...MESSAGE, id: 2, subject: "Your workspace" }, { ...MESSAGE, id: 3 }];
  const asked = [];
  const marksOf = async (rows) => (asked.push(...rows), { marks: ["", "It imitates openai.com.", null] });
  await tagNewMail(messages, marksOf, program);
  assert.deepEqual(asked[1], { id: "2", webmail: "thunderbird", from: MESSAGE.author, subject: "Your workspace" });
  assert.deepEqual(program.calls, [`put 2 ${KEY}`]);
  await tagNewMail(messages, async () => ({ marks: null }), program);
  await tagNewMail(messages, async () => assert.fail("nothing is asked"), tagging({ isOn: false }));
  await tagNewMail(Array.from({ length: 300 }, () => MESSAGE), async (rows) => (assert.equal(rows.length, 100), { marks: null }), program);
  assert.equal(program.calls.length, 1);
});

test("the tag is switched on by a permission, and off with it", async () => {
  const { ext, messenger, calls } = tagging({ isOn: false });
  assert.equal(await isTagging(ext, messenger), false);
  assert.equal(await setTagging(true, ext, messenger), true);
  assert.equal(await isTagging(ext, messenger), true);
  assert.equal(await setTagging(false, ext, messenger), false);
  assert.equal(await isTagging(ext, messenger), false);
  assert.deepEqual(calls, ["ask", "drop"]);
  const refused = tagging({ isOn: false, isAllowed: false });
  assert.equal(await setTagging(true, refused.ext, refused.messenger), false);
  assert.equal(refused.stored.list_tag, null);
});

test("every permission in Thunderbird is explained", () => {
  const { permissions, optional_permissions: optional } = JSON.parse(readFileSync(new URL("thunderbird/manifest.json", EXTENSION), "utf8"));
  const page = readFileSync(new URL("../../docs/permissions.md", import.meta.url), "utf8");
  for (const name of [...permissions, ...optional]) assert.ok(page.includes(`\`${name}\``), name);
});
