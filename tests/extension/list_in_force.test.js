import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerError } from "../../extension/modules/errors.js";
import { ListInForce } from "../../extension/modules/trust/list_in_force.js";
import { NOW, OPENAI, Publisher } from "./support/publisher.js";

/** Storage that outlives a ListInForce, as the browser's does. */
function storage() {
  let stored;
  return { read: async () => structuredClone(stored), write: async (value) => void (stored = structuredClone(value)) };
}

function clock(now = NOW) {
  const self = () => self.now;
  self.now = now;
  return self;
}

test("the first question fetches the list; the next asks nobody", async () => {
  const publisher = await Publisher.create();
  const source = publisher.source();
  const listInForce = new ListInForce(storage(), clock());
  const { allowlist, fresh, problem } = await listInForce.statusFor(publisher.pin, source, publisher.sha256);
  assert.deepEqual([allowlist.brandOf("a@openai.com").id, fresh, problem], ["openai", true, null]);
  await listInForce.statusFor(publisher.pin, source, publisher.sha256);
  assert.equal(source.asked, 1);
});

test("it is kept over a restart, without the server", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  await new ListInForce(store, clock()).renew(publisher.pin, publisher.source());
  const { allowlist, problem } = await new ListInForce(store, clock()).status(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [1, null]);
});

test("another pin starts from nothing", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  const listInForce = new ListInForce(store, clock());
  await listInForce.renew(publisher.pin, publisher.source());
  assert.equal((await listInForce.status("0".repeat(64))).allowlist, null);
  await listInForce.renew("0".repeat(64), publisher.source());
  assert.equal((await listInForce.status("0".repeat(64))).problem, "PinError");
});

test("when the server answers from a new list, that is fetched", async () => {
  const publisher = await Publisher.create();
  const listInForce = new ListInForce(storage(), clock());
  const source = publisher.source();
  await listInForce.renew(publisher.pin, source);
  await publisher.publish({ brands: [OPENAI, { id: "new", name: "New", domains: ["new.example"] }] });
  const { allowlist } = await listInForce.statusFor(publisher.pin, source, publisher.sha256);
  assert.equal(allowlist.brandOf("a@new.example").id, "new");
});

test("an older list is refused and the newer one held, after a restart too", async () => {
  const publisher = await Publisher.create();
  const old = { ...publisher.source(), sha256: publisher.sha256 };
  const first = publisher.allowlist;
  const store = storage();
  await publisher.publish();
  await new ListInForce(store, clock()).renew(publisher.pin, publisher.source());
  const listInForce = new ListInForce(store, clock());
  publisher.allowlist = first;
  const { allowlist, problem } = await listInForce.statusFor(publisher.pin, publisher.source(), old.sha256);
  assert.deepEqual([allowlist.version, problem], [2, "VersionError"]);
});

test("a storage that was lost is first use, and that only by the pinned fingerprint", async () => {
  const [publisher, stranger] = [await Publisher.create(), await Publisher.create()];
  const store = storage();
  await publisher.publish();
  await new ListInForce(store, clock()).renew(publisher.pin, publisher.source());

  await store.write(undefined);
  const fooled = new ListInForce(store, clock());
  await fooled.renew(publisher.pin, stranger.source());
  assert.deepEqual([(await fooled.status(publisher.pin)).allowlist, (await fooled.status(publisher.pin)).problem], [null, "PinError"]);
  assert.equal(await store.read(), undefined, "nothing of a stranger's is kept");

  const listInForce = new ListInForce(store, clock());
  await listInForce.renew(publisher.pin, publisher.source());
  const { allowlist, problem } = await listInForce.status(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [2, null]);
});

test("a fingerprint entered again keeps the newest list that was seen; another one in between does not lend its own", async () => {
  const [publisher, stranger] = [await Publisher.create(), await Publisher.create()];
  const first = publisher.allowlist;
  const store = storage();
  await publisher.publish();
  const listInForce = new ListInForce(store, clock());
  await listInForce.renew(publisher.pin, publisher.source());
  assert.equal((await listInForce.status(stranger.pin)).allowlist, null, "asking about another pin asks for nothing");
  publisher.allowlist = first;
  await listInForce.renew(publisher.pin, publisher.source());
  const { allowlist, problem } = await listInForce.status(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [2, "VersionError"]);

  await listInForce.renew(stranger.pin, stranger.source());
  assert.equal((await listInForce.status(publisher.pin)).allowlist, null, "what is kept belongs to one pin");
});

test("a list of a stranger's keys is refused, and not asked for at every message", async () => {
  const [publisher, stranger] = [await Publisher.create(), await Publisher.create()];
  await stranger.publish({ brands: [{ id: "evil", name: "Evil", domains: ["evil.example"] }] });
  const now = clock();
  const listInForce = new ListInForce(storage(), now);
  await listInForce.renew(publisher.pin, publisher.source());
  const source = { ...publisher.source(), ...{ allowlist: stranger.source().allowlist } };
  let asked = 0;
  const counting = { ...source, allowlist: () => ((asked += 1), source.allowlist()) };
  for (let i = 0; i < 3; i += 1) {
    const { problem } = await listInForce.statusFor(publisher.pin, counting, stranger.sha256);
    assert.equal(problem, "SignatureError");
  }
  assert.equal(asked, 1);
  now.now += 31_000;
  await listInForce.statusFor(publisher.pin, counting, stranger.sha256);
  assert.equal(asked, 2);
});

test("past its expiry the list is not fresh, whatever the server says", async () => {
  const publisher = await Publisher.create();
  const now = clock();
  const listInForce = new ListInForce(storage(), now);
  await listInForce.renew(publisher.pin, publisher.source());
  now.now = Date.parse("2026-12-06T00:00:00Z");
  const { fresh, allowlist, problem } = await listInForce.statusFor(publisher.pin, publisher.source(), publisher.sha256);
  assert.deepEqual([fresh, allowlist.version, problem], [false, 1, "ExpiredError"]);
});

test("without the server the stored list holds, and the problem is named", async () => {
  const publisher = await Publisher.create();
  const listInForce = new ListInForce(storage(), clock());
  await listInForce.renew(publisher.pin, publisher.source());
  const away = async () => {
    throw new ServerError("unreachable");
  };
  await listInForce.renew(publisher.pin, { root: away, allowlist: away });
  const { allowlist, problem } = await listInForce.status(publisher.pin);
  assert.deepEqual([allowlist.version, problem], [1, "unreachable"]);
});

test("what was tampered with in storage makes nothing green", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  await new ListInForce(store, clock()).renew(publisher.pin, publisher.source());
  const stored = await store.read();
  const stranger = await Publisher.create();
  await store.write({ ...stored, allowlist: stranger.allowlist });
  const { allowlist, problem } = await new ListInForce(store, clock()).status(publisher.pin);
  assert.deepEqual([allowlist, problem], [null, "SignatureError"]);
});

test("questions at once runClientWorkflow once", async () => {
  const publisher = await Publisher.create();
  const source = publisher.source();
  const listInForce = new ListInForce(storage(), clock());
  await Promise.all(Array.from({ length: 5 }, () => listInForce.statusFor(publisher.pin, source, publisher.sha256)));
  assert.equal(source.asked, 1);
});

/** Documents whose list comes only when it is let go. */
function heldBack(publisher) {
  let letGo;
  const gate = new Promise((resolve) => (letGo = resolve));
  const documents = publisher.source();
  return { letGo, documents: { ...documents, allowlist: () => gate.then(() => documents.allowlist()) } };
}

test("the status does not wait for a server that is being asked", async () => {
  const publisher = await Publisher.create();
  const store = storage();
  await new ListInForce(store, clock()).renew(publisher.pin, publisher.source());
  const listInForce = new ListInForce(store, clock());
  const { letGo, documents } = heldBack(publisher);
  const renewal = listInForce.renew(publisher.pin, documents);
  assert.equal((await listInForce.status(publisher.pin)).allowlist.version, 1);
  letGo();
  await renewal;
});

test("a fingerprint that is accepted while another one's list is fetched gets a renewal of its own", async () => {
  const [publisher, other] = [await Publisher.create(), await Publisher.create()];
  const listInForce = new ListInForce(storage(), clock());
  const { letGo, documents } = heldBack(publisher);
  const [first, second] = [listInForce.renew(publisher.pin, documents), listInForce.renew(other.pin, other.source())];
  letGo();
  await Promise.all([first, second]);
  const { allowlist, problem } = await listInForce.status(other.pin);
  assert.deepEqual([allowlist?.sha256, problem], [other.sha256, null]);
});
