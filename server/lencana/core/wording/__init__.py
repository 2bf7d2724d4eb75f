"""What a text says of its author and asks of its reader.

In: visible text. Out: authorship lines, requested secrets, pressure.
"""
