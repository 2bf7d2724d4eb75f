"""Who authenticated a message (RFC 8601).

In: Authentication-Results fields and the authserv-ids to trust. Out: one `Authentication`.
"""
