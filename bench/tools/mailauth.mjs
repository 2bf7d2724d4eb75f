// Run by bench/tools/passes.py: go over the signed messages with mailauth, once for each line of standard input.
// Arguments: the way, the folder, how many messages, ADDRESS:PORT of the DNS.
// Every DNS answer is asked for once and cached, as the other tools cache theirs.

import { readFileSync } from "node:fs";
import { Resolver } from "node:dns/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [way, folder, count, dns] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "build/bench/"));
const { authenticate } = require("mailauth");
const { dkimVerify } = require("mailauth/lib/dkim/verify");

const resolver = new Resolver();
resolver.setServers([dns]);
const cached = new Map();

function ask(name, type) {
  const key = `${type} ${name}`;
  if (!cached.has(key)) cached.set(key, resolver.resolve(name, type));
  return cached.get(key);
}

async function nothing() {
  throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
}

const options = { mta: "mx.example.org", disableArc: true, disableBimi: true };
const passed = (found) => found.results.some((each) => each.status.result === "pass");
const ways = {
  async whole(message) {
    const found = await authenticate(message, { ...options, resolver: ask });
    return passed(found.dkim) && found.dmarc.status.result === "pass";
  },
  async offline(message) {
    const found = await authenticate(message, { ...options, resolver: nothing });
    return found.dkim.results.length > 0 && !passed(found.dkim);
  },
  async dkim(message) {
    return passed(await dkimVerify(message, { resolver: ask }));
  },
};

const messages = Array.from({ length: Number(count) }, (_, at) => readFileSync(join(folder, `${at}.eml`)));
for await (const _ of createInterface({ input: process.stdin })) {
  const begin = process.cpuUsage();
  let right = 0;
  for (const message of messages) right += (await ways[way](message)) ? 1 : 0;
  const { user, system } = process.cpuUsage(begin);
  console.log(JSON.stringify({ cpu: (user + system) / 1e6, right }));
}
