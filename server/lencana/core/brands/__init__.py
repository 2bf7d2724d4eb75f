"""The list of brands as values, and their names in a text.

In: a list, a text. Out: an `Allowlist`, and the brands that a text mentions.
"""
