"""`lencana serve`: the processes that serve, their TLS certificate, and what the operator is told.

In: options and settings. Out: a server that answers.
"""
