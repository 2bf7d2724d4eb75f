/** Lists as `parseAllowlist` gives them, of which a test names only what it is about. */

/** @param {object} fields */
export function brand(fields) {
  return { id: "b", name: "B", domains: [], senders: [], owned: [], tenants: [], carriers: [], policyUrl: null, ...fields };
}

/**
 * @param {object[]} brands
 * @param {object} [fields]
 */
export function listDocument(brands, fields) {
  const empty = { version: 1, expires: 0, sha256: "", prev: null, platforms: [], authservIds: [], blocked: [] };
  return { ...empty, brands: brands.map(brand), ...fields };
}
