"""Every error that Lencana raises on purpose.

LencanaError
├── InputError              input cannot be used; the message names the field and the remedy
│   ├── DomainError         not a domain name
│   ├── ListSourceError     an allowlist's TOML cannot be used
│   └── SettingsError       a setting cannot be used
├── TrustError              a signed document may not be trusted
│   ├── EnvelopeError       not a DSSE envelope
│   │   └── TooLargeError      more bytes than allowed
│   ├── PinError            no root has the pinned fingerprint
│   ├── SignatureError      too few valid signatures of the keys that the root names
│   ├── DocumentError       the signed bytes are not the document they should be
│   ├── SessionError        an admin's session is not valid here and now
│   ├── VersionError        not exactly the next version
│   │   ├── SameVersionError   this very document is published already
│   │   ├── EquivocationError  another document of this version is published or in force
│   │   └── HistoryError       `prev` is not the digest of the version before
│   └── ExpiredError        past its expiry, or its expiry is absurdly far off
├── KeyFileError            a private key cannot be read or made
├── ServerError             another server could not be reached, or refused
└── StoreError              the database could not be reached or refused
    ├── StoreFullError      there is no room left in it
    └── NotInitialisedError the data folder holds no list yet

A mistake of the programmer is a RuntimeError or TypeError and is not caught.
"""


class LencanaError(Exception):
    """Base of all; `str(error)` is one sentence for a human, with the remedy where there is one."""


class InputError(LencanaError):
    """Input cannot be used."""


class DomainError(InputError):
    """Not a domain name."""


class ListSourceError(InputError):
    """An allowlist's TOML cannot be used.

    `place` says where, such as brand.openai.domains[2]; "" for the whole. `code` is that of a sentence in data/lint,
    and `entry` what it names: for whoever does not read English.
    """

    def __init__(self, message: str, *, place: str = "", code: str = "unusable", entry: str = "") -> None:
        super().__init__(message)
        self.place, self.code, self.entry = place, code, entry


class SettingsError(InputError):
    """A setting cannot be used."""


class TrustError(LencanaError):
    """A signed document may not be trusted."""


class EnvelopeError(TrustError):
    """Not a DSSE envelope."""


class TooLargeError(EnvelopeError):
    """More bytes than allowed; nothing was decoded."""


class PinError(TrustError):
    """No root has the pinned fingerprint."""


class SignatureError(TrustError):
    """Too few valid signatures of the keys that the root names."""


class DocumentError(TrustError):
    """The signed bytes are not the document that they should be."""


class SessionError(TrustError):
    """An admin's session is not valid here and now."""


class VersionError(TrustError):
    """Not exactly the next version."""


class SameVersionError(VersionError):
    """This very document is published already."""


class EquivocationError(VersionError):
    """Another document of this version is published or in force: somebody signed two."""


class HistoryError(VersionError):
    """`prev` is not the SHA-256 of the version before."""


class ExpiredError(TrustError):
    """Past its expiry, or its expiry is absurdly far off."""


class KeyFileError(LencanaError):
    """A private key cannot be read or made."""


class ServerError(LencanaError):
    """Another server could not be reached, or refused, with that HTTP `status`."""

    status: int = 0  # 0: it was not reached, or the answer could not be read


class StoreError(LencanaError):
    """The database could not be reached, or refused."""


class StoreFullError(StoreError):
    """There is no room left: on the disk, or of what the settings allow."""


class NotInitialisedError(StoreError):
    """The data folder holds no list yet; `lencana init` makes one."""
