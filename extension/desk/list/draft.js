/** The list that an admin is working on: what it changes of the list in force is kept in the browser, so that a closed tab loses nothing. */

import { record } from "../../modules/decoders.js";
import { MAX_LIFETIME_DAYS } from "../../modules/trust/client_workflow.js";
import { differences } from "./difference.js";
import { newId } from "./entries.js";
import { brandOf, EMPTY_BESIDE } from "./list_document.js";
import { applyPatch, isEmpty, patchOf } from "./patch.js";

const MAX_UNDO = 100;
const DAY_MS = 24 * 60 * 60 * 1000;
const BLOCKED_DAYS = 90;

/** The last day, as 2027-01-31 in UTC, on which a sender is blocked where the admin names no other. */
export function usualLastDay() {
  return new Date(Date.now() + BLOCKED_DAYS * DAY_MS).toISOString().slice(0, 10);
}

export class Draft {
  #store;
  /** @type {{version: number, contents: ListContents}} */
  #base = { version: 0, contents: { brands: [], ...EMPTY_BESIDE } };
  #contents = this.#base.contents;
  /** @type {ListContents[]} */
  #earlier = [];
  #days = 14;
  /**
   * The changes that were computed last, and of what.
   * @type {{base: object, contents: ListContents, changes: Change[]} | null}
   */
  #found = null;
  /** What was last written or read, to notice what another tab writes. */
  #kept = "";
  /** @type {Set<(what: "edited" | "replaced") => void>} */
  #listeners = new Set();

  /** @param {{read(): Promise<unknown>, write(value: unknown): Promise<void>}} store */
  constructor(store) {
    this.#store = store;
  }

  get contents() {
    return this.#contents;
  }

  /** How long the new list is to last. */
  get days() {
    return this.#days;
  }

  /** @param {number} days */
  set days(days) {
    this.#days = days;
    void this.#keep();
  }

  /** What it changes. */
  get changes() {
    if (this.#found?.contents !== this.#contents || this.#found.base !== this.#base) {
      this.#found = { base: this.#base, contents: this.#contents, changes: differences(this.#base.contents, this.#contents) };
    }
    return this.#found.changes;
  }

  get isEmpty() {
    return this.changes.length === 0;
  }

  get canUndo() {
    return this.#earlier.length > 0;
  }

  /**
   * Put what was kept onto the list in force.
   * @param {FullDocument} list
   * @returns {Promise<boolean>} whether it was begun on an older list, and there is something in it
   */
  async load(list) {
    const stored = await this.#store.read();
    const kept = record(stored);
    this.#kept = JSON.stringify(stored) ?? "";
    const patch = /** @type {DraftPatch | undefined} */ (kept["patch"]); // only we write it
    const usual = Math.min(MAX_LIFETIME_DAYS.allowlist, Math.max(1, Math.round((list.expires - list.issued) / DAY_MS)));
    this.#base = { version: list.version, contents: list.contents };
    this.#contents = patch === undefined ? list.contents : applyPatch(list.contents, patch);
    this.#days = typeof kept["days"] === "number" ? kept["days"] : usual;
    this.#earlier = [];
    const wasMerged = patch !== undefined && patch.version < list.version && !this.isEmpty;
    if (patch !== undefined && patch.version !== list.version) await this.#keep();
    this.#tell("replaced");
    return wasMerged;
  }

  /**
   * @param {(contents: ListContents) => ListContents} change
   */
  edit(change) {
    this.#step(change(this.#contents), "edited");
  }

  undo() {
    const before = this.#earlier.pop();
    if (before === undefined) return;
    this.#contents = before;
    void this.#keep();
    this.#tell("replaced");
  }

  /** Can be undone. */
  discard() {
    this.#step(this.#base.contents, "replaced");
  }

  /**
   * @param {(what: "edited" | "replaced") => void} then
   * @returns {() => void} ends it
   */
  onChange(then) {
    this.#listeners.add(then);
    return () => void this.#listeners.delete(then);
  }

  /** @param {string} id */
  brand(id) {
    return this.#contents.brands.find((brand) => brand.id === id) ?? null;
  }

  /**
   * @param {string} id
   * @param {Partial<DeskBrand>} fields
   */
  editBrand(id, fields) {
    this.edit((contents) => ({ ...contents, brands: contents.brands.map((brand) => (brand.id === id ? { ...brand, ...fields } : brand)) }));
  }

  /**
   * @param {string} name as a list holds it (entries.js)
   * @returns {string} the new brand's id
   */
  addBrand(name) {
    const id = newId(name, this.#contents.brands.map((brand) => brand.id));
    this.edit((contents) => ({ ...contents, brands: [...contents.brands, brandOf({ id, name })] }));
    return id;
  }

  /** @param {string} id */
  removeBrand(id) {
    this.edit((contents) => ({ ...contents, brands: contents.brands.filter((brand) => brand.id !== id) }));
  }

  /**
   * @param {string} brandId
   * @param {BrandListField} field
   * @param {string} entry as a list holds it (entries.js)
   */
  addEntry(brandId, field, entry) {
    const entries = this.brand(brandId)?.[field] ?? [];
    if (!entries.includes(entry)) this.editBrand(brandId, { [field]: [...entries, entry] });
  }

  /** @param {Partial<Beside>} fields */
  editBeside(fields) {
    this.edit((contents) => ({ ...contents, ...fields }));
  }

  /** @param {string} domain */
  addPlatform(domain) {
    if (!this.#contents.platforms.includes(domain)) this.editBeside({ platforms: [...this.#contents.platforms, domain] });
  }

  /**
   * A new person, or one more address of one that is listed.
   * @param {string} name
   * @param {string} address
   */
  addPerson(name, address) {
    const { persons } = this.#contents;
    const known = persons.find((person) => person.name === name);
    const more = (/** @type {DeskPerson} */ person) => ({ ...person, addresses: [...new Set([...person.addresses, address])] });
    const changed = persons.map((person) => (person === known ? more(person) : person));
    this.editBeside({ persons: known === undefined ? [...persons, { name, aliases: [], addresses: [address] }] : changed });
  }

  /**
   * Until the end of a day; another that the list has for them is replaced.
   * @param {{sender: string} | {domain: string}} who
   * @param {string} lastDay in UTC, as 2027-01-31
   */
  block(who, lastDay = usualLastDay()) {
    const until = `${lastDay}T23:59:59Z`;
    const key = JSON.stringify(who);
    const others = this.#contents.blocked.filter(({ until: _, ...other }) => JSON.stringify(other) !== key);
    this.editBeside({ blocked: [...others, { ...who, until }] });
  }

  /** What another tab has kept since, if it is another draft than ours. */
  async takeOver() {
    const kept = JSON.stringify(await this.#store.read());
    if (kept === this.#kept || kept === undefined) return;
    const { patch, days } = record(JSON.parse(kept));
    this.#kept = kept;
    this.#contents = applyPatch(this.#base.contents, /** @type {DraftPatch} */ (patch));
    if (typeof days === "number") this.#days = days;
    this.#tell("replaced");
  }

  /**
   * @param {ListContents} changed
   * @param {"edited" | "replaced"} what
   */
  #step(changed, what) {
    if (isEmpty(patchOf({ version: 0, contents: this.#contents }, changed))) return;
    this.#earlier = [...this.#earlier, this.#contents].slice(-MAX_UNDO);
    this.#contents = changed;
    void this.#keep();
    this.#tell(what);
  }

  async #keep() {
    const value = { patch: patchOf(this.#base, this.#contents), days: this.#days };
    this.#kept = JSON.stringify(value);
    await this.#store.write(value);
  }

  /** @param {"edited" | "replaced"} what */
  #tell(what) {
    for (const listener of [...this.#listeners]) listener(what);
  }
}
