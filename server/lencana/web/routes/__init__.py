"""The routes of the API and the page, a file a group.

In: a request that may ask. Out: an answer of the contract (docs/api.md).
"""
