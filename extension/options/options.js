/** The three steps of setting up: server, fingerprint, webmail. */

import { ext } from "../ext.js";
import { apiOf } from "../modules/api.js";
import { AddressError, ServerError } from "../modules/errors.js";
import { localise } from "../modules/localise.js";
import { loadSettings } from "../modules/managed.js";
import { inGroups, matchPattern, readSettings, serverAddress, webmailOrigin } from "../modules/settings.js";
import { fingerprint } from "../modules/trust/chain.js";
import { patternsOf } from "../modules/yahoo.js";
import { showTrust } from "./trust.js";
import { showWebmails } from "./webmails.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** The fingerprint that the server offers and nobody has accepted yet. */
let offered = "";

const load = () => loadSettings(ext);

/** @type {Promise<unknown>} */
let saving = Promise.resolve();

/** One after the other, or two buttons pressed at once undo each other. What a policy has set stays the policy's alone. @param {(own: Settings) => Partial<Settings>} change */
function save(change) {
  const saved = saving.then(async () => {
    const { managed } = await load();
    const own = readSettings(await ext.local.read("settings"));
    const changed = Object.entries(change(own)).filter(([name]) => !managed.fields.includes(name));
    await ext.local.write("settings", { ...own, ...Object.fromEntries(changed) });
    return load();
  });
  saving = saved.catch(() => undefined);
  return saved;
}

/** Step 1. The permission is asked for first: a browser grants it only in answer to a click. */
async function connect() {
  const server = serverAddress(field("server").value);
  const token = field("token").value.trim();
  if (!(await ext.permissions.ask(matchPattern(server)))) return showError("error_refused");
  field("server").value = server;
  await offer(await save(() => ({ server, token })));
  await showMissing();
}

/** What a policy names but the browser has not granted, or no longer: everything in one question. */
async function grant() {
  if (!(await ext.permissions.ask(...patterns))) return showError("error_refused");
  await showMissing();
  await listWebmails();
  await showStanding();
}

/** The patterns of the button "Allow"; known before the click, because nothing may be awaited in it. @type {string[]} */
let patterns = [];

async function showMissing() {
  const { pin, server, webmails } = await load();
  patterns = [...new Set([server, ...webmails].flatMap(patternsOf))];
  byId("missing").hidden = pin === "" || (await ext.permissions.has(...patterns));
}

/** @param {SettingsInForce} settings */
function showManaged({ managed, headersOnly }) {
  byId("managed").hidden = managed.fields.length + managed.webmails.length === 0;
  field("headers-only").checked = headersOnly;
  for (const [id, name] of [["server", "server"], ["token", "token"], ["headers-only", "headersOnly"]]) {
    field(id ?? "").disabled = managed.fields.includes(name ?? "");
  }
}

/** Show the root that the server offers, unless it continues the one that was accepted. @param {SettingsInForce} settings */
async function offer(settings) {
  offered = await fingerprint(await apiOf(settings, ext.words("language")).newestRoot());
  const standing = settings.pin === "" ? null : await renewed();
  if (standing !== null && standing.problem === null) return showTrust("pinned", inGroups(settings.pin), standing);
  if (settings.managed.fields.includes("pin")) return showTrust("failed", inGroups(settings.pin), standing);
  showTrust(settings.pin === "" || settings.pin === offered ? "offered" : "changed", inGroups(offered), standing);
}

/** Step 2. */
async function accept() {
  await save(() => ({ pin: offered }));
  await showStanding();
}

/** Step 3. */
async function allow() {
  const origin = webmailOrigin(field("webmail").value);
  if (!(await ext.permissions.ask(...patternsOf(origin)))) return showError("error_refused");
  await save(({ webmails }) => ({ webmails: [...new Set([...webmails, origin])] }));
  field("webmail").value = "";
  await listWebmails();
}

/** @param {string} origin */
async function remove(origin) {
  const { webmails: left, server } = await save(({ webmails }) => ({ webmails: webmails.filter((other) => other !== origin) }));
  const needed = new Set([matchPattern(server), ...left.flatMap(patternsOf)]);
  for (const pattern of patternsOf(origin)) if (!needed.has(pattern)) await ext.permissions.drop(pattern);
  await listWebmails();
}

async function listWebmails() {
  const { webmails, managed } = await load();
  const allowed = await Promise.all(webmails.map((origin) => ext.permissions.has(matchPattern(origin))));
  showWebmails(webmails.map((origin, i) => ({ origin, allowed: allowed[i] === true, own: !managed.webmails.includes(origin) })), (origin) => void attempt(() => remove(origin)));
}

async function renewed() {
  return /** @type {Renewed | null} */ (await ext.send({ type: "renew" }));
}

/** Do it, and say in words what went wrong. @param {() => Promise<void>} step */
async function attempt(step) {
  byId("error").hidden = true;
  try {
    await step();
  } catch (error) {
    if (error instanceof AddressError) showError(`error_${error.reason}`);
    else if (error instanceof ServerError) showError(`error_${serverError(error)}`, field("server").value);
    else showError("error_not_lencana", field("server").value);
  }
}

/** @param {ServerError} error */
function serverError({ reason }) {
  return reason === "unreachable" || reason === "token_refused" || reason === "busy" ? reason : "not_lencana";
}

/** @param {string} key @param {string[]} params */
function showError(key, ...params) {
  const error = byId("error");
  error.textContent = ext.words(key, ...params);
  error.hidden = false;
  error.scrollIntoView({ block: "nearest" });
}

/** @param {string} form @param {() => Promise<void>} step */
function onSubmit(form, step) {
  byId(form).addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(step);
  });
}

async function start() {
  localise(document, ext.words);
  const settings = await load();
  field("server").value = settings.server;
  field("token").value = settings.token;
  onSubmit("server-form", connect);
  onSubmit("webmail-form", allow);
  byId("accept").addEventListener("click", () => void attempt(accept));
  byId("grant").addEventListener("click", () => void attempt(grant));
  field("headers-only").addEventListener("change", () => void attempt(async () => void (await save(() => ({ headersOnly: field("headers-only").checked })))));
  showManaged(settings);
  showTrust(settings.pin === "" ? "none" : "waiting", inGroups(settings.pin), null);
  await listWebmails();
  await showMissing();
  document.body.dataset["ready"] = "yes";
  if (settings.pin !== "") await showStanding();
}

async function showStanding() {
  const { pin } = await load();
  const standing = await renewed();
  showTrust(standing?.problem === null ? "pinned" : "failed", inGroups(pin), standing);
}

void start();
