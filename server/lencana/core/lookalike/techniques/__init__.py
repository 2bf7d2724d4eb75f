"""How an imitation of a domain is made, a technique a file.

In: a name. Out: the listed names that it may imitate, and how.
"""
