import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerError } from "../../extension/modules/errors.js";
import { Current } from "../../extension/modules/trust/current.js";
import { NOW, OPENAI, Publisher } from "./support/publisher.js";

/** Storage that outlives a Current, as the browser's does. */
function storage() {
  let kept;
  return { read: async () => structuredClone(kept), write: async (value) => void (kept = structuredClone(value)) };
}

function clock(now = NOW) {
  const self = () => self.now;
  self.now = now;
  return self;
}

test("the first question fetches the list; the next asks nobody", async () => {
  const publisher = await Publisher.create();
  const source = publisher.source();
  const current = new Current(storage(), clock());
  const { allowlist, fresh, problem } = await current.agreeing(publisher.pin, source, publisher.sha256);
  assert.deepEqual([allowlist.brandOf("a@openai.com").id, fresh, problem], ["openai", true, null]);
  await current.agreeing(publisher.pin, source, publisher.sha256);
  assert.equal(source.asked, 1);
});

test("it is kept over a restart, without the server", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  await new Current(store, clock()).renew(publisher.pin, publisher.source());
  const { allowlist, problem } = await new Current(store, clock()).standing(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [1, null]);
});

test("another pin starts from nothing", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  const current = new Current(store, clock());
  await current.renew(publisher.pin, publisher.source());
  assert.equal((await current.standing("0".repeat(64))).allowlist, null);
  await current.renew("0".repeat(64), publisher.source());
  assert.equal((await current.standing("0".repeat(64))).problem, "PinError");
});

test("when the server answers from a new list, that is fetched", async () => {
  const publisher = await Publisher.create();
  const current = new Current(storage(), clock());
  const source = publisher.source();
  await current.renew(publisher.pin, source);
  await publisher.publish({ brands: [OPENAI, { id: "new", name: "New", domains: ["new.example"] }] });
  const { allowlist } = await current.agreeing(publisher.pin, source, publisher.sha256);
  assert.equal(allowlist.brandOf("a@new.example").id, "new");
});

test("an older list is refused and the newer one held, after a restart too", async () => {
  const publisher = await Publisher.create();
  const old = { ...publisher.source(), sha256: publisher.sha256 };
  const first = publisher.allowlist;
  const store = storage();
  await publisher.publish();
  await new Current(store, clock()).renew(publisher.pin, publisher.source());
  const current = new Current(store, clock());
  publisher.allowlist = first;
  const { allowlist, problem } = await current.agreeing(publisher.pin, publisher.source(), old.sha256);
  assert.deepEqual([allowlist.version, problem], [2, "VersionError"]);
});

test("a storage that was lost is first use, and that only by the pinned fingerprint", async () => {
  const [publisher, stranger] = [await Publisher.create(), await Publisher.create()];
  const store = storage();
  await publisher.publish();
  await new Current(store, clock()).renew(publisher.pin, publisher.source());

  await store.write(undefined);
  const fooled = new Current(store, clock());
  await fooled.renew(publisher.pin, stranger.source());
  assert.deepEqual([(await fooled.standing(publisher.pin)).allowlist, (await fooled.standing(publisher.pin)).problem], [null, "PinError"]);
  assert.equal(await store.read(), undefined, "nothing of a stranger's is kept");

  const current = new Current(store, clock());
  await current.renew(publisher.pin, publisher.source());
  const { allowlist, problem } = await current.standing(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [2, null]);
});

test("a fingerprint entered again keeps the newest list that was seen; another one in between does not lend its own", async () => {
  const [publisher, stranger] = [await Publisher.create(), await Publisher.create()];
  const first = publisher.allowlist;
  const store = storage();
  await publisher.publish();
  const current = new Current(store, clock());
  await current.renew(publisher.pin, publisher.source());
  assert.equal((await current.standing(stranger.pin)).allowlist, null, "asking about another pin asks for nothing");
  publisher.allowlist = first;
  await current.renew(publisher.pin, publisher.source());
  const { allowlist, problem } = await current.standing(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [2, "VersionError"]);

  await current.renew(stranger.pin, stranger.source());
  assert.equal((await current.standing(publisher.pin)).allowlist, null, "what is kept belongs to one pin");
});

test("a list of a stranger's keys is refused, and not asked for at every message", async () => {
  const [publisher, stranger] = [await Publisher.create(), await Publisher.create()];
  await stranger.publish({ brands: [{ id: "evil", name: "Evil", domains: ["evil.example"] }] });
  const now = clock();
  const current = new Current(storage(), now);
  await current.renew(publisher.pin, publisher.source());
  const source = { ...publisher.source(), ...{ allowlist: stranger.source().allowlist } };
  let asked = 0;
  const counting = { ...source, allowlist: () => ((asked += 1), source.allowlist()) };
  for (let i = 0; i < 3; i += 1) {
    const { problem } = await current.agreeing(publisher.pin, counting, stranger.sha256);
    assert.equal(problem, "SignatureError");
  }
  assert.equal(asked, 1);
  now.now += 31_000;
  await current.agreeing(publisher.pin, counting, stranger.sha256);
  assert.equal(asked, 2);
});

test("past its expiry the list is not fresh, whatever the server says", async () => {
  const publisher = await Publisher.create();
  const now = clock();
  const current = new Current(storage(), now);
  await current.renew(publisher.pin, publisher.source());
  now.now = Date.parse("2026-12-06T00:00:00Z");
  const { fresh, allowlist, problem } = await current.agreeing(publisher.pin, publisher.source(), publisher.sha256);
  assert.deepEqual([fresh, allowlist.version, problem], [false, 1, "ExpiredError"]);
});

test("without the server the stored list holds, and the problem is named", async () => {
  const publisher = await Publisher.create();
  const current = new Current(storage(), clock());
  await current.renew(publisher.pin, publisher.source());
  const away = async () => {
    throw new ServerError("unreachable");
  };
  await current.renew(publisher.pin, { root: away, allowlist: away });
  const { allowlist, problem } = await current.standing(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [1, "unreachable"]);
});

test("what was tampered with in storage makes nothing green", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  await new Current(store, clock()).renew(publisher.pin, publisher.source());
  const kept = await store.read();
  const stranger = await Publisher.create();
  await store.write({ ...kept, allowlist: stranger.allowlist });
  const { allowlist, problem } = await new Current(store, clock()).standing(publisher.pin);
  assert.deepEqual([allowlist, problem], [null, "SignatureError"]);
});

test("questions at once walk once", async () => {
  const publisher = await Publisher.create();
  const source = publisher.source();
  const current = new Current(storage(), clock());
  await Promise.all(Array.from({ length: 5 }, () => current.agreeing(publisher.pin, source, publisher.sha256)));
  assert.equal(source.asked, 1);
});
