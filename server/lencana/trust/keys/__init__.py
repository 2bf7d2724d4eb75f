"""Keys as they lie in files, and what they sign.

In: files, a passphrase. Out: keys, signatures.
"""
