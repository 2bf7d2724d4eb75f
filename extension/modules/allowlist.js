/** Which brand a From address belongs to, by the list that the extension has verified itself (docs/format.md section 4). */

export class Allowlist {
  /** @type {ReadonlyMap<string, Brand>} */
  #senders;
  /** @type {ReadonlyMap<string, Brand>} */
  #domains;

  /** @param {ListDocument} document */
  constructor(document) {
    this.version = document.version;
    this.sha256 = document.sha256;
    this.expires = document.expires;
    this.#senders = index(document.brands, ({ senders }) => senders);
    this.#domains = index(document.brands, ({ domains }) => domains);
  }

  /** @param {string} address lower case, domain as A-labels */
  brandOf(address) {
    const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
    const parents = labels.map((_, i) => labels.slice(i).join("."));
    const domain = parents.find((parent) => this.#domains.has(parent));
    return this.#senders.get(address) ?? (domain === undefined ? null : this.#domains.get(domain) ?? null);
  }
}

/**
 * @param {readonly Brand[]} brands
 * @param {(brand: Brand) => readonly string[]} names
 */
function index(brands, names) {
  return new Map(brands.flatMap((brand) => names(brand).map((name) => /** @type {const} */ ([name, brand]))));
}
