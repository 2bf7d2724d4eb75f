/** Prints, as JSON, what the servers of all rebuilt webmails answer: `node sources.js FOLDER` of messages. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { WEBMAILS } from "./index.js";
import { escaped } from "./mail.js";

const [, , folder] = process.argv;
const read = (name) => readFileSync(join(folder, `${name}.eml`), "utf8").replace(/\r?\n/g, "\r\n");
const field = (raw, name) => new RegExp(`^${name}: (.*)`, "m").exec(raw)[1].trim();
const verified = read("verified");
const RAW = {
  verified,
  // The same visible sender and subject; only its own header block says that it is forged.
  forged: verified.replaceAll("=pass", "=fail").replace("09:12:00", "09:14:00").replace("verified@", "forged@"),
  unknown: read("unknown"),
  spoofed: read("spoofed"),
};
const mails = Object.entries(RAW).map(([title, raw], place) => {
  const [, name, address] = /^(.*?) <(.*)>$/.exec(field(raw, "From"));
  return {
    title, name, address, raw, subject: field(raw, "Subject"), number: 4_242_001 + place, seconds: Date.parse(field(raw, "Date")) / 1000,
    html: `<p>Body of ${escaped(title)}.</p>`,
  };
});
const pages = Object.entries(WEBMAILS).map(([key, { name, host, path, isThreaded, source }]) => ({ key, name, host, path, isThreaded, source }));
const answers = Object.values(WEBMAILS).flatMap(({ host, sources }) => Object.entries(sources?.(mails) ?? {})
  .map(([path, answer]) => [new URL(path, `https://${host}`).href, answer]));
console.log(JSON.stringify({ pages, mails, answers: Object.fromEntries(answers) }));
