"""Who is asking, and how often they may.

In: an address and the time. Out: yes, or the seconds to wait.
"""
