"""The answer to one who asks: what it says, how it looks, and the message that carries it. Pure.

In: verdicts. Out: an RFC 5322 message without anything of the forwarded one.
"""
