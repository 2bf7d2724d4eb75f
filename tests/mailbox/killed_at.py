"""`lencana` as it is, killed by SIGKILL once `lencana mailbox` comes to a step: killed_at.py STEP ARGUMENT…"""

import os
import signal
import sys
from functools import partial

import lencana.cli
import lencana.cli.mailbox as command
from lencana.mailbox.handling import Handler


def main() -> None:
    """The command line, once it is known where it ends."""
    wanted = sys.argv.pop(1)

    def step(name: str) -> None:
        """End here, as a power cut would, if this is the step."""
        if name == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    command.Handler = partial(Handler, step=step)  # type: ignore[assignment,misc]
    lencana.cli.main()


if __name__ == "__main__":
    main()
