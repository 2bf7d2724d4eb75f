/** What an admin can do to the list about a reported message, with one click each. Pure. */

import { READ } from "../list/entries.js";

/** The answer that goes with an entry of each field. */
/** @type {Readonly<Record<WantedEntry["field"], ReportKind>>} */
export const ANSWERS = Object.freeze({
  domains: "genuine",
  senders: "genuine",
  owned: "genuine",
  known: "genuine",
  persons: "genuine",
  carriers: "other", // the brand's mail with a stranger's words
  platforms: "other",
  blocked: "phish",
});

/** Of a brand, in the order in which they are offered. */
const BRAND_FIELDS = Object.freeze(/** @type {const} */ (["domains", "senders", "owned", "carriers", "known"]));
const OF_ADDRESS = Object.freeze(["senders", "carriers"]);

/**
 * @param {InboxReport["sender"]} sender
 * @param {string | null} brand its id; null while none is chosen
 * @returns {WantedEntry[]} nothing where the sender cannot be in a list
 */
export function brandOffers(sender, brand) {
  const [address, host] = sender === null ? [null, null] : [READ.address(sender.address), READ.host(sender.address)];
  if (address === null || host === null) return [];
  return BRAND_FIELDS.map((field) => ({ field, brand, entry: OF_ADDRESS.includes(field) ? address : host }));
}

/**
 * @param {InboxReport["sender"]} sender
 * @returns {WantedEntry[]}
 */
export function besideOffers(sender) {
  const [address, host] = sender === null ? [null, null] : [READ.address(sender.address), READ.host(sender.address)];
  if (sender === null || address === null || host === null) return [];
  const platform = /** @type {const} */ ({ field: "platforms", brand: null, entry: host });
  return READ.name(sender.name) === null ? [platform] : [platform, { field: "persons", brand: null, entry: address }];
}

/**
 * The entry that makes a phish's sender red for everybody.
 * @param {InboxReport["sender"]} sender
 * @param {ListContents} contents
 * @returns {WantedEntry | "listed" | null} "listed" where the address is a brand's or one of the organisation's own: it was forged, and
 *   blocking it would hit genuine mail; null without an address
 */
export function blockOffer(sender, contents) {
  const address = sender === null ? null : READ.address(sender.address);
  if (address === null) return null;
  const host = address.slice(address.lastIndexOf("@") + 1);
  const covers = (/** @type {string} */ domain) => host === domain || host.endsWith(`.${domain}`);
  const isBrands = contents.brands.some(({ domains, owned, senders, carriers }) => [...domains, ...owned].some(covers) || [...senders, ...carriers].includes(address));
  const isOwn = contents.persons.some(({ addresses }) => addresses.includes(address));
  return isBrands || isOwn ? "listed" : { field: "blocked", brand: null, entry: address };
}

/**
 * The brand that the message most likely names: in its display name, its subject or its sender's domain.
 * @param {Pick<InboxReport, "sender" | "subject">} report
 * @param {readonly DeskBrand[]} brands
 * @returns {string | null} its id
 */
export function likelyBrand({ sender, subject }, brands) {
  const texts = [sender?.name ?? "", sender?.address.split("@").at(-1) ?? "", subject].map((text) => text.toLowerCase());
  const names = (/** @type {DeskBrand} */ brand) => [brand.name, ...brand.aliases.filter(({ common }) => !common).map(({ text }) => text)];
  const found = texts.flatMap((text) => brands.filter((brand) => names(brand).some((name) => text.includes(name.toLowerCase()))));
  return found[0]?.id ?? null;
}

/**
 * Put an entry into the draft.
 * @param {WantedEntry} wanted
 * @param {InboxReport["sender"]} sender whose name a person gets
 * @param {import("../list/draft.js").Draft} draft
 * @returns {string} where in *Change* it can be seen
 */
export function addToDraft({ field, brand, entry }, sender, draft) {
  if (field === "platforms") draft.addPlatform(entry);
  else if (field === "persons") draft.addPerson(READ.name(sender?.name ?? "") ?? entry, entry);
  else if (field === "blocked") draft.block({ sender: entry });
  else draft.addEntry(brand ?? "", field, entry);
  return brand === null ? `change/beside/${field}` : `change/brand/${brand}`;
}

/**
 * Whether a list has the entry.
 * @param {WantedEntry} wanted
 * @param {ListContents} contents
 */
export function isIn({ field, brand, entry }, contents) {
  if (field === "platforms") return contents.platforms.includes(entry);
  if (field === "persons") return contents.persons.some(({ addresses }) => addresses.includes(entry));
  if (field === "blocked") return contents.blocked.some((blocked) => "sender" in blocked && blocked.sender === entry);
  return contents.brands.some((one) => one.id === brand && one[field].includes(entry));
}
