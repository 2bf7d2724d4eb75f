"""The signed documents: envelope, root and allowlist (docs/format.md sections 1 to 4). Pure.

In: bytes. Out: documents, or what is wrong with them.
"""
