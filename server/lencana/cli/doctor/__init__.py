"""`lencana doctor`: which Authentication-Results to trust, found with one good message.

In: a message. Out: what it proves, here or on the server, and what to set.
"""
