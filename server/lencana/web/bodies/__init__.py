"""Bodies of requests: bounded in bytes, memory and time.

In: a request. Out: its bytes or its JSON, or a refusal.
"""
