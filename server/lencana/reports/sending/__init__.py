"""Confirmed phish on its way out: as ARF by mail, as JSON to a webhook.

In: reports that an admin has confirmed. Out: each sent once.
"""
