/**
 * Every error that the extension raises on purpose.
 *
 * TrustError          a signed document may not be trusted; `name` is the class that docs/format.md names
 * ├── EnvelopeError      not a DSSE envelope
 * │   └── TooLargeError     larger than is taken
 * ├── SignatureError     too few valid signatures of the keys that the root names
 * ├── DocumentError      the signed bytes are not the document that they should be
 * ├── PinError           no root has the accepted fingerprint
 * ├── VersionError       not the version that must come next
 * │   ├── EquivocationError another document of the same version was trusted before
 * │   └── HistoryError      `prev` is not the version that was trusted before
 * └── ExpiredError       past its expiry, or it expires later than any document may
 * ServerError         the server could not be asked; `reason` says why
 * AddressError        a setting is not the address of a server or webmail
 * JoinError           a server's fingerprint is not the one that it is compared with
 */

export class TrustError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = new.target.name;
  }
}

export class EnvelopeError extends TrustError {}
export class TooLargeError extends EnvelopeError {}
export class SignatureError extends TrustError {}
export class DocumentError extends TrustError {}
export class PinError extends TrustError {}
export class VersionError extends TrustError {}
export class EquivocationError extends VersionError {}
export class HistoryError extends VersionError {}
export class ExpiredError extends TrustError {}

export class ServerError extends Error {
  /**
   * @param {ServerCause} reason
   * @param {number} status HTTP status, 0 when there was no answer
   * @param {string} [detail] the server's own explanation
   * @param {number} [wait] seconds until it may be asked again
   */
  constructor(reason, status = 0, detail = "", wait = 0) {
    super(`${reason}${status ? ` (${status})` : ""}${detail && `: ${detail}`}`);
    this.name = "ServerError";
    this.reason = reason;
    this.status = status;
    this.detail = detail;
    this.wait = wait;
  }
}

export class AddressError extends Error {
  /** @param {"not_address" | "not_https" | "not_fingerprint"} reason */
  constructor(reason) {
    super(reason);
    this.name = "AddressError";
    this.reason = reason;
  }
}

export class JoinError extends Error {
  /** @param {"other_pin" | "other_fingerprint"} reason not the accepted fingerprint, or not the one in the address */
  constructor(reason) {
    super(reason);
    this.name = "JoinError";
    this.reason = reason;
  }
}
