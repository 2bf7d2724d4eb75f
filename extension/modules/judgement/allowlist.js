/** Which brand a From address belongs to, by the list that the extension has verified itself (docs/format.md section 4). */

const MIN_WORD_CHARS = 4;
const MAX_WORDS = 5000; // comparing with more would take too long
const SUBADDRESS = /\+[^@]*(?=@)/; // RFC 5233

export class Allowlist {
  #senders;
  #carriers;
  #tenants;
  /** @type {ReadonlyMap<string, Brand | null>} the brand of a name whose mail can be green, null for other names of brands */
  #domains;
  #platforms;
  /** @type {ReadonlyMap<string, number>} */
  #blocked;

  /** @param {ListDocument} document */
  constructor({ version, sha256, expires, brands, platforms, authservIds, blocked }) {
    this.version = version;
    this.sha256 = sha256;
    this.expires = expires;
    this.authservIds = authservIds;
    this.#senders = index(brands, ({ senders }) => senders);
    this.#carriers = index(brands, ({ carriers }) => carriers);
    this.#tenants = index(brands, ({ tenants }) => tenants);
    const owned = index(brands, ({ owned }) => owned);
    const notGreen = [...this.#tenants.keys(), ...owned.keys()].map((name) => /** @type {const} */ ([name, null]));
    this.#domains = new Map([...notGreen, ...index(brands, ({ domains }) => domains)]);
    this.#platforms = new Set(platforms);
    const byEnd = blocked.map(({ entry, until }) => /** @type {const} */ ([entry, until])).sort((a, b) => a[1] - b[1]);
    this.#blocked = new Map(byEnd); // of the same entry twice, the one that ends last
  }

  /**
   * The brand that may be green at this address: null for strangers, and for a brand's tenants, carriers, platforms and owned
   * domains, and for who is blocked, whatever a server says of them.
   * @param {string} address lower case, domain as A-labels
   * @param {number} [now] milliseconds since 1970
   */
  brandOf(address, now = Date.now()) {
    const names = parents(address.slice(address.lastIndexOf("@") + 1));
    const plainAddress = address.replace(SUBADDRESS, "");
    if ([address, plainAddress, ...names].some((name) => now < (this.#blocked.get(name) ?? -Infinity))) return null;
    if (names.slice(1).some((name) => this.#tenants.has(name)) || this.#carriers.has(address)) return null;
    const sender = this.#senders.get(address);
    if (sender !== undefined) return sender;
    if (this.#carriers.has(plainAddress) || names.some((name) => this.#platforms.has(name))) return null;
    return names.map((name) => this.#domains.get(name)).find((brand) => brand !== undefined) ?? null;
  }

  /** What links are compared with where not all can be sent: the longest label of each listed domain. */
  get words() {
    const labels = [...this.#domains.keys()].map((name) => name.split(".").slice(0, -1).sort((a, b) => b.length - a.length)[0] ?? "");
    return [...new Set(labels)].filter(({ length }) => length >= MIN_WORD_CHARS).slice(0, MAX_WORDS);
  }

  /**
   * The listed domain that an address's domain is or is below; null where there is none.
   * @param {string} address
   */
  listedDomainOf(address) {
    return parents(address.slice(address.lastIndexOf("@") + 1)).find((name) => this.#domains.get(name)) ?? null;
  }
}

/** @param {string} domain */
function parents(domain) {
  const labels = domain.split(".");
  return labels.map((_, i) => labels.slice(i).join("."));
}

/**
 * @param {readonly Brand[]} brands
 * @param {(brand: Brand) => readonly string[]} names
 * @returns {ReadonlyMap<string, Brand>} the later of two brands has a name that both have
 */
function index(brands, names) {
  return new Map(brands.flatMap((brand) => names(brand).map((name) => /** @type {const} */ ([name, brand]))));
}
