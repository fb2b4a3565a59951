"""MkDocs as a process of its own: what it is asked, what it says, and that it is gone when the command is."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NoReturn

from releasecard.safe import visible

PROGRESS: Final = "RELEASECARD_PROGRESS"
"""The variable that asks a build to tell how far it is, and the word that such a line starts with."""
SERVED: Final = "RELEASECARD_SERVED"
"""The variable that tells a build that the command serves what it makes."""
Tell = Callable[[str, int, int], None]
"""Who is told how far a build is: of what, how many are done, of how many in all (0: not known)."""
# -P: a file of the user's folder must not stand in for a module.
_MKDOCS: Final = (sys.executable, "-P", "-m", "mkdocs")
_QUIET: Final = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_PATIENCE: Final = 5.0
"""Seconds that MkDocs is given to end by itself."""


class SiteError(Exception):
    """The site cannot be built. `misuse` tells whether the caller's words are the reason."""

    def __init__(self, message: str, *, misuse: bool = False) -> None:
        super().__init__(message)
        self.misuse = misuse


def silent(_what: str, _number: int, _total: int) -> None:
    """Tell nobody."""


def refuse_absent(config: Path) -> None:
    """Raise SiteError where there are no such settings, or no MkDocs to read them."""
    if not config.is_file():
        raise SiteError(f"no settings file `{config}`", misuse=True)
    if find_spec("mkdocs") is None or find_spec("material") is None:
        raise SiteError("the site needs MkDocs: pip install 'releasecard[site]'", misuse=True)


def refuse_taken(address: str) -> None:
    """Raise SiteError where nothing can be served on `HOST:PORT`, before anything is built for it."""
    host, _, port = address.rpartition(":")
    host = host.lower()
    try:
        family = socket.AF_INET6 if host != "localhost" and ipaddress.ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        host, family = "", socket.AF_INET
    number = int(port) if port.isdecimal() and len(port) < 6 else 0
    if not host or not 0 < number < 65_536:
        message = f"`{address}` is no address to serve on: it is HOST:PORT, an IP address or `localhost` and a number from 1 to 65535"
        raise SiteError(message, misuse=True)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind((host, number))
            probe.listen()
    except OSError as error:
        raise SiteError(
            f"cannot serve on `{address}`: {error.strerror}; name another --address", misuse=True
        ) from error


def serve(config: Path, address: str) -> int:
    """Serve the site of a `mkdocs.yml` until it is interrupted; return the exit code of MkDocs."""
    with _mkdocs("serve", config, "--dev-addr", address, "--dirty", "--livereload") as running:
        try:
            return running.wait()
        except KeyboardInterrupt:
            return 0


def build(config: Path, made: Path, *, strict: bool, tell: Tell) -> None:
    """Build the site of a `mkdocs.yml` into a folder that is not there; raise SiteError with what MkDocs said if it fails."""
    more = ["--site-dir", str(made), *(["--strict"] if strict else [])]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        how: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": errors, "text": True, "errors": "replace"}
        with _mkdocs("build", config, *more, told=tell is not silent, **how) as running:
            said = [line for line in running.stdout or () if not _told(line, tell)]
            running.wait()
        errors.seek(0)
        lines = errors.read().splitlines()
    if running.returncode != 0 or not made.is_dir():
        raise SiteError("\n".join(["mkdocs failed", *said, *lines]))
    warnings = [visible(line) for line in lines if line.startswith(("WARNING", "ERROR"))]
    if warnings:
        sys.stderr.write("\n".join(warnings) + "\n")


@contextmanager
def _mkdocs(verb: str, config: Path, *more: str, told: bool = False, **how: Any) -> Iterator[subprocess.Popen[str]]:
    """Run MkDocs, with a folder of its own for what it keeps for a while; however this ends, neither is left."""
    with tempfile.TemporaryDirectory(prefix="releasecard-") as kept:
        folders = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), kept)
        env = {
            **os.environ,
            **_QUIET,
            **folders,
            PROGRESS: PROGRESS if told else "",
            SERVED: SERVED if verb == "serve" else "",
        }
        running = subprocess.Popen([*_MKDOCS, verb, "--config-file", str(config), *more], env=env, **how)
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            if running.stdout is not None:
                running.stdout.close()


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let TERM and HUP end what is done as an exit does, so that what runs for it ends too and nothing is left behind.

    Who is told to ignore one of them goes on to.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGTERM", "SIGHUP")
    ours = [one for one in signal.Signals if one.name in names and signal.getsignal(one) is signal.SIG_DFL]

    def end(number: int, _frame: object) -> NoReturn:
        for one in ours:
            signal.signal(one, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for one in ours:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)


def _told(line: str, tell: Tell) -> bool:
    """Pass on a line that tells how far the build is; False for any other."""
    word, *rest = line.split()[:4] or [""]
    if word != PROGRESS or len(rest) != 3:
        return False
    tell(rest[0], int(rest[1]), int(rest[2]))
    return True
