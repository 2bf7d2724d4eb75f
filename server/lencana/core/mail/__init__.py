"""Messages as RFC 5322 and MIME define them and mail readers show them.

In: bytes, a header block or single fields. Out: a `Message`.
"""
