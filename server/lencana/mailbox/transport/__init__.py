"""How messages come and answers go: IMAP, LMTP, submission.

In: servers and passwords. Out: messages, each handled once.
"""
