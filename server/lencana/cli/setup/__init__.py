"""The first day: keys, root and first list (`init`), and a server's settings (`setup`).

In: an empty data folder, answers. Out: documents and settings, and what to do next.
"""
