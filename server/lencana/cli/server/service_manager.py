"""What systemd is told of a service that it has started."""

import os
import socket


def notify_ready() -> None:
    """Tell the service manager that we answer (sd_notify(3)); nothing where none has asked for it.

    A unit of `Type=notify` is started once this was said, so that what comes after `systemctl start` finds a server.
    """
    path = os.environ.get("NOTIFY_SOCKET")
    if path is None:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.connect("\0" + path[1:] if path.startswith("@") else path)  # @: a name in the abstract namespace
        manager.send(b"READY=1")
