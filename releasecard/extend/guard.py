"""A plugin's check, held to what a check is: whatever it does wrong is said as the plugin's fault."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from releasecard.facts import Facts
from releasecard.rules import Check
from releasecard.shelf import Shelf
from releasecard.values import Finding, PluginError


def guarded(name: str, check: Check, codes: frozenset[str]) -> Check:
    """Return a plugin's check that fails as a plugin does."""

    def checked(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
        try:
            for finding in check(facts, shelf):
                _refuse_bad_finding(name, finding, codes)
                yield finding
        except PluginError:
            raise
        except (Exception, SystemExit) as error:
            raise PluginError(f"plugin `{name}` failed: {said(error)}") from error

    return checked


def _refuse_bad_finding(name: str, finding: Any, codes: frozenset[str]) -> None:
    if not isinstance(finding, Finding):
        raise PluginError(f"plugin `{name}`: its check yields {type(finding).__name__}, where a `Finding` is expected")
    if finding.code not in codes:
        raise PluginError(f"plugin `{name}`: its check yields {finding.code}, which is no rule of its own")
    steps = finding.path if isinstance(finding.path, tuple) else (None,)
    if not all(isinstance(step, (str, int)) for step in steps):
        raise PluginError(f'plugin `{name}`: the path of a finding is a tuple of steps, such as ("objects", "rows")')


def said(error: BaseException) -> str:
    """Return an error in a line, with the place in the code that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return " ".join(f"{type(error).__name__}: {error}{where}".split())
