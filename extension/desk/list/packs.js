/** The brand packs that come with the server: suggestions, which become part of a list only through a draft that is signed. */

import { record } from "../../modules/decoders.js";
import { isSame } from "./difference.js";
import { readFullDocument } from "./list_document.js";

/** @typedef {{name: string, summary: string, brands: readonly DeskBrand[]}} Pack */

const MAX_PACKS = 100;

/**
 * Packs from what a server answers; each is read as strictly as a list.
 * @param {unknown} answer
 * @returns {Promise<Pack[]>}
 * @throws {import("../../modules/errors.js").DocumentError}
 */
export async function readPacks(answer) {
  const { packs } = record(answer);
  return Promise.all((Array.isArray(packs) ? packs.slice(0, MAX_PACKS) : []).map(readPack));
}

/**
 * Of which pack a brand is, word for word; null where of none.
 * @param {DeskBrand} brand
 * @param {readonly Pack[]} packs
 */
export function packOf(brand, packs) {
  return packs.find(({ brands }) => brands.some((other) => other.id === brand.id && isSame(other, brand)))?.name ?? null;
}

/** @param {unknown} pack */
async function readPack(pack) {
  const { name, summary, brands } = record(pack);
  const document = { _type: "allowlist", spec_version: "1.1", version: 1, issued: "2000-01-01T00:00:00Z", expires: "2000-01-02T00:00:00Z", prev: null, brands };
  const { contents } = await readFullDocument(new TextEncoder().encode(JSON.stringify(document)));
  return { name: String(name).slice(0, 100), summary: String(summary).slice(0, 300), brands: contents.brands };
}
