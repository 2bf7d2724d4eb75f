"""What somebody has forwarded, found within their message. Pure.

In: the message's bytes. Out: the forwarded messages, as they were signed where that is possible.
"""
