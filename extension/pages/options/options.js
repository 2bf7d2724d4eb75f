/** The three steps of setting up: server, fingerprint, webmail. */

import { ext } from "../../ext.js";
import { createApi } from "../../modules/api.js";
import { AddressError, ServerError } from "../../modules/errors.js";
import { loadSettings } from "../../modules/managed.js";
import { matchPattern, requiredPatterns } from "../../modules/match_patterns.js";
import { inGroups, readSettings, serverAddress, webmailOrigin } from "../../modules/settings.js";
import { fingerprint } from "../../modules/trust/client_workflow.js";
import { localise } from "../localise.js";
import { showTrust } from "./trust_step.js";
import { showWebmails } from "./webmail_step.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** The fingerprint that the server offers and nobody has accepted yet. */
let offeredPin = "";

const load = () => loadSettings(ext);

/** @type {Promise<unknown>} */
let saving = Promise.resolve();

/**
 * One after the other, or two buttons pressed at once undo each other. What a policy has set stays the policy's alone.
 * @param {(own: Settings) => Partial<Settings>} change
 */
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
  const server = serverAddress(input("server").value);
  const token = input("token").value.trim();
  if (!(await ext.permissions.ask(matchPattern(server)))) return showError("error_refused");
  input("server").value = server;
  await offer(await save(() => ({ server, token })));
  await showMissing();
}

/** What a policy names but the browser has not granted, or no longer: everything in one question. */
async function grant() {
  if (!(await ext.permissions.ask(...patterns))) return showError("error_refused");
  await showMissing();
  await listWebmails();
  await showStatus();
}

/**
 * The patterns of the button "Allow"; known before the click, because nothing may be awaited in it.
 * @type {string[]}
 */
let patterns = [];

async function showMissing() {
  const { pin, server, webmails } = await load();
  patterns = [...new Set([server, ...webmails].flatMap(requiredPatterns))];
  byId("missing").hidden = pin === "" || (await ext.permissions.has(...patterns));
}

/** @param {SettingsInForce} settings */
function showManaged({ managed, headersOnly }) {
  byId("managed").hidden = managed.fields.length + managed.webmails.length === 0;
  input("headers-only").checked = headersOnly;
  for (const [id, name] of [["server", "server"], ["token", "token"], ["headers-only", "headersOnly"]]) {
    input(id ?? "").disabled = managed.fields.includes(name ?? "");
  }
}

/**
 * Show the root that the server offers, unless it continues the one that was accepted.
 * @param {SettingsInForce} settings
 */
async function offer(settings) {
  offeredPin = await fingerprint(await createApi(settings, ext.i18nMessage("language")).newestRoot());
  const status = settings.pin === "" ? null : await renewList();
  if (status !== null && status.problem === null) return showTrust("pinned", inGroups(settings.pin), status);
  if (settings.managed.fields.includes("pin")) return showTrust("failed", inGroups(settings.pin), status);
  showTrust(settings.pin === "" || settings.pin === offeredPin ? "offered" : "changed", inGroups(offeredPin), status);
}

/** Step 2. */
async function accept() {
  await save(() => ({ pin: offeredPin }));
  await showStatus();
}

/** Step 3. */
async function allow() {
  const origin = webmailOrigin(input("webmail").value);
  if (!(await ext.permissions.ask(...requiredPatterns(origin)))) return showError("error_refused");
  await save(({ webmails }) => ({ webmails: [...new Set([...webmails, origin])] }));
  input("webmail").value = "";
  await listWebmails();
}

/** @param {string} origin */
async function remove(origin) {
  const { webmails: remaining, server } = await save(({ webmails }) => ({ webmails: webmails.filter((other) => other !== origin) }));
  const needed = new Set([matchPattern(server), ...remaining.flatMap(requiredPatterns)]);
  for (const pattern of requiredPatterns(origin)) if (!needed.has(pattern)) await ext.permissions.drop(pattern);
  await listWebmails();
}

async function saveHeadersOnly() {
  await save(() => ({ headersOnly: input("headers-only").checked }));
}

async function listWebmails() {
  const { webmails, managed } = await load();
  const allowed = await Promise.all(webmails.map((origin) => ext.permissions.has(matchPattern(origin))));
  const rows = webmails.map((origin, i) => ({ origin, allowed: allowed[i] === true, own: !managed.webmails.includes(origin) }));
  showWebmails(rows, (origin) => void attempt(() => remove(origin)));
}

async function renewList() {
  return /** @type {Renewed | null} */ (await ext.send({ type: "renew" }));
}

/**
 * Do it, and say in words what went wrong.
 * @param {() => Promise<void>} step
 */
async function attempt(step) {
  byId("error").hidden = true;
  try {
    await step();
  } catch (error) {
    if (error instanceof AddressError) showError(`error_${error.reason}`);
    else if (error instanceof ServerError) showError(`error_${serverError(error)}`, input("server").value);
    else showError("error_not_lencana", input("server").value);
  }
}

/** @param {ServerError} error */
function serverError({ reason }) {
  return reason === "unreachable" || reason === "token_refused" || reason === "busy" ? reason : "not_lencana";
}

/**
 * @param {string} key
 * @param {string[]} params
 */
function showError(key, ...params) {
  const error = byId("error");
  error.textContent = ext.i18nMessage(key, ...params);
  error.hidden = false;
  error.scrollIntoView({ block: "nearest" });
}

/**
 * @param {string} form
 * @param {() => Promise<void>} step
 */
function onSubmit(form, step) {
  byId(form).addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(step);
  });
}

async function start() {
  localise(document, ext.i18nMessage);
  const settings = await load();
  input("server").value = settings.server;
  input("token").value = settings.token;
  onSubmit("server-form", connect);
  onSubmit("webmail-form", allow);
  byId("accept").addEventListener("click", () => void attempt(accept));
  byId("grant").addEventListener("click", () => void attempt(grant));
  input("headers-only").addEventListener("change", () => void attempt(saveHeadersOnly));
  showManaged(settings);
  showTrust(settings.pin === "" ? "none" : "waiting", inGroups(settings.pin), null);
  await listWebmails();
  await showMissing();
  document.body.dataset["ready"] = "yes";
  if (settings.pin !== "") await showStatus();
}

async function showStatus() {
  const { pin } = await load();
  const status = await renewList();
  showTrust(status?.problem === null ? "pinned" : "failed", inGroups(pin), status);
}

void start();
