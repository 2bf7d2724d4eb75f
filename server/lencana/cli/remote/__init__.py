"""Other servers over HTTP: one's own, from the admin's machine, and other organisations'.

In: an address. Out: documents, verified as a reader verifies them.
"""
