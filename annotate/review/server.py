"""The server of the app: on this machine only, on its own port, with an unguessable token."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from annotate.review.app import app
from annotate.review.store import Store

#: The only address that the server listens on; nothing outside this machine reaches it.
LOOPBACK = "127.0.0.1"


def serve(folder: Path, *, port: int, who: str, ready: Callable[[str], None]) -> None:
    """Serve the app for a folder until the process is asked to end; `port` 0 picks a free one.

    `ready` is called with the address, including the token, once the server listens. Half-written files of a killed
    server are removed first. Raises OSError if the port is taken.
    """
    Store(folder).sweep()
    token = secrets.token_urlsafe(32)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)
        number = listening.getsockname()[1]
        hosts = frozenset(f"{name}:{number}" for name in (LOOPBACK, "localhost"))
        made = app(folder, token=token, hosts=hosts, who=who)
        config = uvicorn.Config(made, log_level="warning", access_log=False, server_header=False, lifespan="off")
        ready(f"http://{LOOPBACK}:{number}/?token={token}")
        uvicorn.Server(config).run(sockets=[listening])
