"""Domain names and addresses.

In: text of a host, an e-mail domain or a link. Out: `Domain` values and the host that a browser would open.
"""
