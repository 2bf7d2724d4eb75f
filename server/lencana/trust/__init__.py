"""Signed documents: envelope, root and allowlist, and the rules by which they come to be trusted (docs/format.md).

Bytes in, values out: no sockets, no clock, and no files but those of keys, which `signing` reads and writes. That is
for the command line alone; the server holds no private key.
"""
