"""Who has authenticated a message (RFC 8601).

In: Authentication-Results fields and the ids to trust. Out: one `Authentication`.
"""
