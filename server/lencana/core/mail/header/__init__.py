"""Header fields (RFC 5322 section 2.2).

In: a message's first bytes. Out: fields, mailboxes, hops.
"""
