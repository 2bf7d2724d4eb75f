"""Letters that look alike or are hidden (UTS #39, UAX #9).

In: text. Out: folded text, skeletons, and which obfuscations are in it.
"""
