"""MIME (RFC 2045 to 2047): the parts of a body and their text.

In: bytes. Out: text, within limits.
"""
