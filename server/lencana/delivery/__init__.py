"""Marks at delivery: a milter that writes the verdict into a header field, for Sieve and mail programs to act on.

In: a message as the mail server takes it in. Out: the fields to remove and the one to add.
"""
