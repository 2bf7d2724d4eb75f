/** Every adapter as people read, on the rebuilt pages: one message after another in the same page, threads in every order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { WEBMAILS } from "../webmails/index.js";
import { eventually, open } from "./support/page.js";

const NEWSLETTER = Array.from({ length: 300 }, (_, i) => `<p><a href="https://news.example/${i}">Story ${i}</a></p>`).join("");
const LIE = '<a href="https://evil.example/x">openai.com</a>';

/** @returns {import("../webmails/mail.js").Mail} */
const mail = (number, { name = "OpenAI", address = "noreply@tm.openai.com", subject = "Receipt", html = "", seconds = 1_795_338_000 + number * 60 } = {}) => ({
  number, name, address, subject, seconds,
  html: `<p>Body ${number}.</p><a href="https://own.example/${number}">${number}</a>${html}`,
  raw: `X-Number: ${number}\r\nFrom: ${name} <${address}>\r\nSubject: ${subject}\r\nDate: ${new Date(seconds * 1000).toUTCString().replace("GMT", "+0000")}\r\n\r\nBody ${number}.`,
});
const [A, B] = [mail(101), mail(102, { name: "Budi", address: "budi@kantor.example", subject: "Lunch" })];
const REPLY = mail(106, { name: "Budi", address: "budi@kantor.example", subject: "Re: Receipt" });
const [LYING, PLAIN, NEWS] = [mail(103, { html: LIE }), mail(104, { subject: "Notes" }), mail(105, { html: NEWSLETTER, subject: "News" })];
const THREAD = [201, 202, 203, 204, 205].map((number) => mail(number)); // one visible sender and subject: any of them may be forged
const TWINS = [301, 302].map((number) => mail(number, { seconds: 1_795_338_000 })); // even the time is the same
const ALL = [A, B, LYING, PLAIN, NEWS, REPLY, ...THREAD, ...TWINS];
const numbers = (mails) => mails.map(({ number }) => number);
const sourceNumber = (headers) => (headers === null ? null : Number(/^X-Number: (\d+)/m.exec(headers)?.[1]));

/** A webmail in a page, and what its adapter finds there. */
function start(webmail, { reply = () => null, until = "content/adapters/zimbra.js", mails = ALL } = {}) {
  const sources = Object.entries(webmail.sources?.(mails) ?? {});
  const answers = new Map(sources.map(([path, answer]) => [new URL(path, `https://${webmail.host}`).href, answer]));
  const href = `https://${webmail.host}${webmail.path}`;
  let view;
  let held = Promise.resolve();
  const fetch = async (url) => {
    await held;
    const [type, body] = answers.get(new URL(url).href) ?? [];
    return type === undefined ? new Response("", { status: 404 }) : new Response(body, { headers: { "Content-Type": type } });
  };
  const yahoo = async ({ mailbox, message }) => {
    await held;
    return answers.get(`https://apis.mail.yahoo.com/ws/v3/mailboxes/@.id==${mailbox}/messages/@.id==${message}/content/rawplaintext?appId=YMailNovation`)?.[1] ?? null;
  };
  const page = open({
    html: "<!doctype html><html><head><title>Mail</title></head><body></body></html>", href, until, fetch,
    reply: (message) => (message.type === "source" ? yahoo(message) : reply(message)),
    before: ({ document }) => {
      view = { document, go: (path) => { document.location.href = new URL(path, href).href; } };
      webmail.start(view, mails);
    },
  });
  const adapters = Object.entries(page.Lencana.adapters);
  const steps = (thread, shown = numbers(thread)) => webmail.show(view, thread, new Set(shown));
  return {
    ...page, view, steps,
    show: (...of) => {
      page.dispatch("click"); // which is heard before the page does what it asks for
      for (const step of steps(...of)) step();
    },
    /** Sources wait until what this returns is called. */
    hold() {
      let release;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    messages: () => adapters.flatMap(([name, adapter]) => adapter.openMessages(page.document).map((message) => ({ name, message }))),
    rows: () => adapters.flatMap(([, adapter]) => [...adapter.rows(page.document)]),
  };
}

/** Which message's element it stands in. */
const numberAt = (element) => Number(element.closest("[data-mail]")?.getAttribute("data-mail"));

/** As many as are shown, each at its own place, with its own evidence, text and links. */
async function inspect(started, webmail, expected, withSource = webmail.source === "fetched") {
  const found = started.messages();
  assert.deepEqual(found.map(({ message }) => numberAt(message.anchor)), expected, "one for each message, where it stands");
  assert.equal(new Set(found.map(({ message }) => message.id)).size, expected.length, "with an id each");
  for (const { name, message } of found) {
    assert.equal(name, webmail.name);
    const number = numberAt(message.anchor);
    const { headers, shown, subject, text, links, origin } = await message.evidence();
    if (expected.length === 1) assert.ok(ALL.some((each) => each.number === number && each.subject === subject), `the subject of ${number}: ${subject}`);
    assert.equal(sourceNumber(headers), withSource ? number : null, `the source of ${number}`);
    assert.equal(shown, ALL.find((each) => each.number === number)?.address);
    assert.equal(origin, "delivered");
    assert.ok(!message.anchor.contains(message.body) && !message.body.contains(message.anchor));
    if (webmail.isFramed) continue; // there are no frames here
    assert.deepEqual(text.match(/Body \d+/g), [`Body ${number}`]);
    assert.deepEqual(Array.from(links, ({ href }) => href).filter((href) => href.includes("own.example")), [`https://own.example/${number}`]);
  }
  return found;
}

/** @param {number} seed @returns {() => number} from 0 to 1; the same for the same seed */
function random(seed) {
  let state = seed;
  return () => ((state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32), state / 2 ** 32);
}

for (const [name, webmail] of Object.entries(WEBMAILS)) {
  test(`${name}: A, B, A, back, and A again`, async () => {
    const started = start(webmail);
    await inspect(started, webmail, []);
    for (const each of [A, B, A]) {
      started.show([each]);
      await inspect(started, webmail, [each.number]);
    }
    webmail.close(started.view);
    await inspect(started, webmail, []);
    started.show([A]);
    await inspect(started, webmail, [A.number]);
  });

  test(`${name}: what is shown on the way to another message is never taken for that`, async () => {
    const started = start(webmail);
    started.show([A]);
    await inspect(started, webmail, [A.number]);
    for (const step of started.steps([LYING])) { // of the same visible sender and subject
      step();
      for (const { message } of started.messages()) {
        const evidence = await message.evidence().catch(() => null);
        if (evidence?.headers) assert.equal(sourceNumber(evidence.headers), numberAt(message.anchor));
      }
    }
    await inspect(started, webmail, [LYING.number]);
  });

  test(`${name}: a plain message after a lying one, and a lying one after a newsletter of 300 links`, { skip: webmail.isFramed && "there are no frames here" }, async () => {
    const started = start(webmail);
    const linksOf = async (each) => {
      started.show([each]);
      const [{ message }] = await inspect(started, webmail, [each.number]);
      return Array.from((await message.evidence()).links, ({ href }) => href);
    };
    assert.ok((await linksOf(LYING)).includes("https://evil.example/x"));
    assert.deepEqual(await linksOf(PLAIN), [`https://own.example/${PLAIN.number}`]);
    await linksOf(NEWS);
    assert.ok((await linksOf(LYING)).includes("https://evil.example/x"));
  });

  for (const [what, change] of [["deleted", ({ view }) => webmail.close(view)], ["replaced by another", ({ show }) => show([B])]]) {
    test(`${name}: ${what} while its source is fetched: no evidence`, { skip: webmail.source !== "fetched" && "nothing is fetched" }, async () => {
      const started = start(webmail);
      started.show([A]);
      const [{ message }] = started.messages();
      const release = started.hold();
      const evidence = message.evidence();
      change(started);
      release();
      assert.equal(await evidence, null);
      assert.equal(await message.raw(), null);
    });
  }

  if (webmail.isThreaded) {
    test(`${name}: five messages of one sender, expanded and collapsed in six random orders`, async () => {
      for (let seed = 1; seed <= 6; seed += 1) {
        const next = random(seed);
        const pick = () => THREAD[Math.floor(next() * THREAD.length)].number;
        const started = start(webmail);
        const shown = new Set([pick()]);
        for (let step = 0; step < 8; step += 1) {
          started.show(THREAD, shown);
          const expected = numbers(THREAD).filter((number) => shown.has(number));
          await inspect(started, webmail, expected).catch((error) => assert.fail(`seed ${seed}, step ${step}, open ${expected}: ${error.message}`));
          const number = pick();
          if (!shown.delete(number)) shown.add(number);
        }
      }
    });

    test(`${name}: two that nothing visible tells apart: each has its own source, or none`, async () => {
      for (const shown of [[301], [302], [301, 302]]) {
        const started = start(webmail);
        started.show(TWINS, shown);
        const found = started.messages();
        assert.deepEqual(found.map(({ message }) => numberAt(message.anchor)), shown);
        for (const { message } of found) {
          const evidence = await message.evidence().catch(() => null);
          if (evidence?.headers) assert.equal(sourceNumber(evidence.headers), numberAt(message.anchor));
        }
      }
    });
  }

  if (webmail.showSource) {
    test(`${name}: a source that the reader opens counts for the one message that it names`, async () => {
      const started = start(webmail);
      started.show([A]);
      webmail.showSource(started.view, B);
      await inspect(started, webmail, [A.number]);
      webmail.showSource(started.view, A);
      await inspect(started, webmail, [A.number], true);
      started.document.querySelector("#window").remove();
      await inspect(started, webmail, [A.number], true);
      started.show(THREAD);
      webmail.showSource(started.view, THREAD[2]);
      await inspect(started, webmail, numbers(THREAD)); // five have that sender and subject
      started.show([A, REPLY]);
      webmail.showSource(started.view, REPLY);
      const sources = await Promise.all(started.messages().map(async ({ message }) => sourceNumber((await message.evidence()).headers)));
      assert.deepEqual(sources, [A.number, REPLY.number]);
    });
  }

  if (webmail.listed) {
    test(`${name}: its rows, also after the list was scrolled`, () => {
      const started = start(webmail, { mails: [A, B, PLAIN] });
      const senders = () => started.rows().map(({ shown }) => shown);
      assert.deepEqual(senders(), webmail.listed([A, B, PLAIN]));
      assert.equal(new Set(started.rows().map(({ id }) => id)).size, 3);
      assert.deepEqual(started.rows().map(({ subject }) => subject()), ["Receipt", "Lunch", "Notes"]);
      webmail.start(started.view, [B, PLAIN, NEWS]);
      assert.deepEqual(senders(), webmail.listed([B, PLAIN, NEWS]));
      assert.deepEqual(started.rows().map(({ subject }) => subject()), ["Lunch", "Notes", "News"]);
    });
  }

  test(`${name}: badges: one for each message shown, beside its own, nothing left over`, { timeout: 20_000 }, async () => {
    const view = ({ headers, from }) => ({
      kind: "unknown", word: "Unknown", brand: "", advice: "", reasons: [], facts: [], link: null, action: null, sentence: `${sourceNumber(headers)} ${from}`,
    });
    const reply = ({ type, evidence, rows }) => (type === "check" ? { view: view(evidence), needs: null } : type === "rows" ? { marks: rows.map(() => "") } : null);
    const started = start(webmail, { until: "content/main.js", reply });
    const look = () => {
      const places = [...started.document.querySelectorAll('[data-lencana="badge"]')].map(numberAt);
      return JSON.stringify([places, started.Lencana.drawn().map(({ sentence }) => sentence).sort()]);
    };
    const settled = async (expected) => {
      const said = expected.map((each) => `${webmail.source === "fetched" ? each.number : null} "${each.name}" <${each.address}>`);
      const wanted = JSON.stringify([numbers(expected), said.sort()]);
      await eventually(() => look() === wanted).catch(() => assert.equal(look(), wanted));
    };
    await settled([]);
    for (const each of [A, B, A]) {
      started.show([each]);
      await settled([each]);
    }
    if (webmail.isThreaded) {
      started.show(THREAD, [201, 204]);
      await settled([THREAD[0], THREAD[3]]);
      started.show(THREAD, [204]);
      await settled([THREAD[3]]);
    }
    started.dispatch("click");
    webmail.close(started.view);
    await settled([]);
    started.extension.alive = false;
  });
}
