import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { filesBelow } from "./support/files.js";
import { test } from "node:test";

import { messages } from "./support/sentences.js";

const EXTENSION = new URL("../../extension/", import.meta.url);
const TYPES = readFileSync(new URL("../../types/judgement.d.ts", import.meta.url), "utf8");
const english = messages("en");
const languages = readdirSync(new URL("_locales/", EXTENSION));
const sources = filesBelow(EXTENSION, /\.(js|html|json)$/)
  .filter((path) => !path.includes("/_locales/"))
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** Keys that are put together: all that begin so count as used. */
const FAMILIES = ["verdict_", "report_", "report_origin_", "answer_", "inbox_", "severity_", "cause_", "remedy_", "problem_", "action_", "proof_", "options_trust_", "error_",
  "desk_field_", "desk_hint_", "desk_secret_", "desk_guard_", "desk_refused_", "desk_kind_", "desk_key_"];

const TRANSLATIONS = languages.filter((language) => language !== "en");
/** Sentences that are the same in every language, or may be: names, keys, and what programs read. */
const SAME = new Set(["direction", "title", "title_brand"]);
/** Words that are the same by chance. */
const COGNATES = {
  de: ["details", "popup_server"],
  es: ["desk_no"],
  fr: ["severity_danger"],
  id: ["popup_server"],
  it: ["desk_no"],
  nl: ["popup_server"],
};

test("there is a folder for each language of the server's sentences", () => {
  const tags = languages.map((language) => messages(language).language.message);
  const texts = readdirSync(new URL("../../server/lencana/data/texts/", import.meta.url)).map((name) => name.replace(".toml", ""));
  assert.deepEqual(tags.toSorted(), texts.toSorted());
});

for (const language of TRANSLATIONS) {
  const own = messages(language);

  test(`the same sentences with the same parameters: ${language}`, () => {
    assert.deepEqual(Object.keys(own), Object.keys(english), "to be translated: CONTRIBUTING.md, Add a language");
    const params = ({ message }) => [...new Set(message.match(/\$\d/g))].sort();
    for (const [key, entry] of Object.entries(own)) {
      assert.ok(key in english, key);
      assert.deepEqual(params(entry), params(english[key]), key);
      assert.ok(entry.message.trim() === entry.message && entry.message, key);
      assert.deepEqual(Object.keys(entry), ["message"], key); // a description is in the English file alone
    }
  });

  test(`nothing is left in English: ${language}`, () => {
    const same = Object.keys(own).filter((key) => own[key].message === english[key].message && !SAME.has(key));
    assert.deepEqual(same, COGNATES[language] ?? []);
  });

  test(`direction: ${language}`, () => {
    assert.equal(own.direction.message, language === "ar" ? "rtl" : "ltr");
    // What stands in a line of its own takes its direction from its first letter (<bdi>).
    const facts = ["sender_none", "proof_none", "proof_pass", "proof_fail", "list_version"];
    if (language === "ar") for (const key of facts) assert.match(own[key].message, /^[\u0600-\u06ff]/, key);
  });
}

for (const language of languages) {
  test(`name and description fit into the stores' fields, and are those of the listing: ${language}`, () => {
    const { extension_name: name, extension_description: description } = messages(language);
    assert.ok(name.message.length <= 75 && description.message.length <= 132, String(description.message.length));
    const listing = readFileSync(new URL(`../../deploy/stores/listing.${messages(language).language.message}.md`, import.meta.url), "utf8");
    assert.ok(listing.includes(`: ${name.message}\n`) && listing.includes(`: ${description.message}\n`));
  });
}

test("every sentence that is used exists", () => {
  const used = [...sources.matchAll(/(?:\b(?:lookup|i18nMessage)\("|data-i18n="|showError\("|__MSG_)([a-z]\w*?)(?:"|__)/g)].map(([, key]) => key);
  assert.ok(used.length > 40);
  for (const key of used) assert.ok(key in english, key);
});

test("every sentence that exists is used", () => {
  for (const key of Object.keys(english)) {
    const quoted = sources.includes(`"${key}"`) || sources.includes(`__MSG_${key}__`);
    assert.ok(quoted || FAMILIES.some((family) => key.startsWith(family) && sources.includes(`\`${family}`)), key);
  }
});

test("every cause of a message that could not be checked has its two sentences", () => {
  const causes = ["ServerCause", "Cause"].flatMap((type) => new RegExp(`type ${type} =([^;]*);`).exec(TYPES)?.[1].match(/\w+(?=")/g) ?? []);
  assert.ok(causes.length >= 12);
  for (const cause of causes) assert.ok(`cause_${cause}` in english && `remedy_${cause}` in english, cause);
});
