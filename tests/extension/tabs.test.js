import assert from "node:assert/strict";
import { test } from "node:test";

import { Tabs, withCover, withMessage, withoutMessage, withoutPages, withView } from "../../extension/background/tabs.js";

const message = (page, id, frameId = 0, kind = "checking") => ({ page, frameId, id, view: { kind } });
const names = (tab) => tab.map(({ page, id, view }) => `${page}/${id}/${view.kind}`);

test("a message opens, is judged, and closes", () => {
  const tab = withView(withMessage([], message("p", "1")), { page: "p", id: "1", view: { kind: "verified" } });
  assert.deepEqual(names(tab), ["p/1/verified"]);
  assert.deepEqual(withoutMessage(tab, { page: "p", id: "1" }), []);
});

test("a verdict for a message that was closed meanwhile changes nothing", () => {
  const tab = withoutMessage(withMessage([], message("p", "1")), { page: "p", id: null });
  assert.deepEqual(withView(tab, { page: "p", id: "1", view: { kind: "verified" } }), []);
});

test("a new load of a frame replaces the old one; other frames stay", () => {
  const tab = [message("top", "t", 0), message("old", "1", 3), message("old", "2", 3)];
  assert.deepEqual(names(withMessage(tab, message("new", "9", 3))), ["top/t/checking", "new/9/checking"]);
});

test("that a badge is covered is remembered while the message is open, and checked anew", () => {
  const covered = withCover([message("p", "1"), message("p", "2")], { page: "p", id: "1", isCovered: true });
  assert.deepEqual(covered.map(({ isCovered = false }) => isCovered), [true, false]);
  const anew = withMessage(covered, message("p", "1"));
  assert.equal(anew.find(({ id }) => id === "1").isCovered, true);
  assert.equal(withCover(anew, { page: "p", id: "1", isCovered: false }).find(({ id }) => id === "1").isCovered, false);
  assert.deepEqual(withCover([], { page: "p", id: "1", isCovered: true }), []);
});

test("a late farewell of an old page leaves the new one", () => {
  assert.equal(withoutMessage([message("new", "1")], { page: "old", id: null }).length, 1);
});

test("changes come one after the other, and a tab that cannot be painted stops none", async () => {
  const store = new Map();
  const painted = [];
  const tabs = new Tabs({ read: async (key) => store.get(key), write: async (key, tab) => void store.set(key, tab) }, async (id) => {
    painted.push(id);
    if (id === 2) throw new Error("no such tab");
  });
  await Promise.all([1, 2, 1].map((id, i) => tabs.change(id, (tab) => withMessage(tab, message("p", String(i))))));
  assert.deepEqual([names(store.get("tab:1")), painted], [["p/0/checking", "p/2/checking"], [1, 2, 1]]);
});

test("pages that went away without a word take their messages with them, and nobody else's", () => {
  const tab = withMessage(withMessage([], message("old", "1", 8)), message("new", "2", 9));
  assert.deepEqual(names(withoutPages(tab, ["old"])), ["new/2/checking"]);
  assert.deepEqual(withoutPages(tab, []), tab);
});
