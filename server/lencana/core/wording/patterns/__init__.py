"""Many patterns searched at once, and which languages' patterns a text can match at all.

In: a text. Out: the patterns worth trying.
"""
