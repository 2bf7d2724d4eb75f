"""What readers report on purpose: kept for a while, shown to admins, answered, and confirmed phish sent on.

In: reports as readers' extensions send them. Out: the admins' inbox, readers' answers, ARF messages, webhooks.
"""

KEEPER = "lencana_keeper"  # the name of the keeper among the extensions of the Flask application
