"""`like`: what a thing inherits from a sibling."""

from __future__ import annotations

from typing import Any, Final

from releasecard.document.nodes import MAX_NODES

MAX_LIKES: Final = 100
"""The longest chain of things that inherit from one another."""


class Likes:
    """Resolves `like` among siblings, with a bound on what comes of it: a short text may say much by inheriting."""

    def __init__(self) -> None:
        self.overgrown = False
        self._grown = 0

    def resolved(self, value: Any) -> Any:
        """Return *value* with every `like` in it resolved; *value* itself where there is none."""
        if not isinstance(value, dict):
            return value
        entries = {key: self.resolved(item) for key, item in value.items()}
        if any(like_of(item) is not None for item in entries.values()):
            return self._inherited(entries)
        return value if all(entries[key] is value[key] for key in entries) else entries

    def _inherited(self, entries: dict[str, Any]) -> dict[str, Any]:
        """Return each entry over what its `like` sibling states; a circle or a lost sibling adds nothing."""
        done: dict[str, Any] = {}
        for key in entries:
            chain: list[str] = []
            step: str | None = key
            while step is not None and step in entries and step not in done and step not in chain:
                chain.append(step)
                step = like_of(entries[step])
                if len(chain) > MAX_LIKES:
                    self.overgrown = True
                    return entries
            base = done.get(step) if step is not None and step not in chain else None
            for name in reversed(chain):
                base = done[name] = self._over(base, entries[name]) if base is not None else entries[name]
        return {key: done[key] for key in entries}

    def _over(self, base: Any, own: Any) -> Any:
        if not (isinstance(base, dict) and isinstance(own, dict)):
            return own
        self._grown += len(base)
        if self._grown > MAX_NODES:
            self.overgrown = True
            return own
        merged = {key: item for key, item in base.items() if key != "like"}
        for key, item in own.items():
            merged[key] = self._over(merged[key], item) if key in merged else item
        return merged


def like_of(entry: Any) -> str | None:
    """Return the sibling that an entry inherits from, None where it names none."""
    like = entry.get("like") if isinstance(entry, dict) else None
    return like if isinstance(like, str) else None
