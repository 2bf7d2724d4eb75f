"""A parsed page as a flat sequence of nodes.

In: HTML. Out: its nodes, and what their names and neighbours say.
"""
