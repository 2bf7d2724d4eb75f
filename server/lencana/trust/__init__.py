"""Signed documents: envelope, root and allowlist, and the rules by which they come to be trusted (docs/format.md).

Everything here is bytes in, values out: no files, no sockets, no clock. `signing` is for the command line alone; the
server holds no private key.
"""
