"""The one key that no DNS holds: that of the sample message which shows newcomers what green looks like.

The domain is reserved for examples (RFC 2606 section 2), so nobody can register it, and no real mail is from there.
It is on the list of a trial alone. The private key was thrown away once the sample was signed (tools/sample.py).
"""

from typing import Final

DOMAIN: Final = "lencana-trial.example"
SELECTOR: Final = "sample"
NAME: Final = f"{SELECTOR}._domainkey.{DOMAIN}"
RECORD: Final = b"v=DKIM1; k=ed25519; p=qiQdFKZI0MYNEToM2Bl9d8q0mtWXgYLarPF6HlfAf+8="
