/** What a message may hold to mislead whoever reads it: each is read as a reader sees it, or at least never stops the reading. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./support/page.js";
import { PREVIEW, roundcube } from "./support/roundcube.js";

const SOURCE = "From: OpenAI <noreply@tm.openai.com>\r\nSubject: Your receipt\r\n\r\n";
const LIE = '<a href="https://evil.example/x">openai.com</a>';
const fetch = () => new Response(SOURCE, { headers: { "Content-Type": "text/plain" } });

/** The evidence of a message with that body. */
async function evidenceOf(body, before = () => undefined) {
  const page = open({ html: roundcube({ body }), href: PREVIEW, fetch, until: "content/adapters/roundcube.js", before });
  const [message] = page.Lencana.adapters.roundcube.openMessages(page.document);
  return message.evidence();
}

// A form's fields hide its properties under their names. There are no such forms here, so they are made; the browsers have more (test_pretend.py).
for (const name of ["matches", "closest"]) {
  test(`a form with a field named ${name}: its text and links are read`, { timeout: 5000 }, async () => {
    const field = `<output name="${name}" class="rcmContactAddress">${LIE}</output>`;
    const { text, links } = await evidenceOf(`<p>Hello</p><form class="header from">${field}</form>`, ({ document }) => {
      const form = document.querySelector("#messagebody form");
      Object.defineProperty(form, name, { value: form.querySelector("output") });
    });
    assert.match(text, /Hello/);
    assert.deepEqual(Array.from(links, ({ href }) => href), ["https://evil.example/x"]);
  });
}
