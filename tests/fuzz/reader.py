"""Coverage-guided fuzzing of the message reader and the Authentication-Results grammar: `make fuzz`.

Every input must be read, or refused with the grammar's own error; anything else that is raised is a fault of ours.
"""

import sys

import atheris

with atheris.instrument_imports(include=["lencana"]):
    from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
    from lencana.core.mail.message import Limits, message_from_bytes

LIMITS = Limits()


def one(data: bytes) -> None:
    """Read the input as a message, and as a header value."""
    message_from_bytes(data, LIMITS)
    try:
        parse_authentication_results(data.decode("latin-1"))
    except MalformedError:
        return


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
