"""The list as admins write it, in TOML: read, checked, edited, rewritten.

In: text. Out: a `ListSource`, or the same text changed in as few places as can be.
"""
