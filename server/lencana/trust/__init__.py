"""Signed documents: envelope, root and allowlist, and the rules by which they come to be trusted (docs/format.md).

Bytes in, values out: no sockets, no clock, and no files but the bundled packs and those of keys: `public_keys` reads
them, `signing` writes them, too. The command line alone imports `signing`; the server holds no private key.
"""
