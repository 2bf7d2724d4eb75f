"""What an HTML page shows its reader.

In: HTML text. Out: the visible text, the links, and what was concealed.
"""
