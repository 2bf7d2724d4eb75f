"""The browser extension as an organisation hands it out: signed archives, update manifests, policy files.

In: the extension's files, the organisation's settings, a signing key. Out: bytes. Only `files` reads the disk.
"""
