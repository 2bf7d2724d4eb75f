"""Private keys as a command finds, makes and uses them, and the session that a list key signs.

In: files and passphrases. Out: signing keys.
"""
