"""A card's text under edit: changes by path, every other byte kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from releasecard.document import read
from releasecard.document.nodes import Document, Node
from releasecard.edit import meaning as said, written
from releasecard.edit.cuts import Cuts, Edit, applied, indented
from releasecard.edit.layout import LayoutError
from releasecard.values import Path, dotted

_BREAKS: Final = frozenset("\u0085\u2028\u2029")


class EditError(Exception):
    """A change that cannot be made without touching what it should not. The message says why; the text is as before."""


class Draft:
    """A card's text and the changes made to it.

    Each method changes in `text` what it says and nothing else: comments, quotes, line ends and the missing line
    end of a last line stay. The result is read again and held against what the change means before it is taken;
    where both differ, EditError is raised and the draft is as before. Changes compose: the next one sees the last.
    """

    def __init__(self, text: str) -> None:
        self.cuts = Cuts(read(text))
        root = self.document.root
        if self.document.faults or not root.keys or root.flow:
            raise EditError("this cannot be read as a card; `releasecard lint` says why")
        if not _BREAKS.isdisjoint(text):
            raise EditError(
                "it holds U+0085, U+2028 or U+2029, which some programs read as line ends; write them escaped"
            )
        self._said = said.meaning(self.document)
        self._pending: list[_Pending] | None = None

    @property
    def document(self) -> Document:
        """The card as it is read after all changes."""
        return self.cuts.document

    @property
    def text(self) -> str:
        """The text as it stands after all changes."""
        return self.document.text

    def replace(self, path: Path, value: Any) -> None:
        """Put *value* in the place of what stands at *path*; comments inside go with it."""
        parent = self._written(path)
        with _unusual(path):
            edit = self.cuts.replaced(parent, path[-1], value)
        self._change([edit], lambda root: said.put(root, path, said.meaning_of(value)), drops=True)

    def insert(self, path: Path, value: Any, before: str | int | None = None) -> None:
        """Write a key that is not there, or an item of a list, *before* a sibling, else as the last one.

        The last step of *path* is the new key; for a list it is any number.
        """
        parent, step = self._node(path[:-1]), path[-1]
        if not parent.children and parent.text in (None, "", "null", "~"):
            if self.cuts.holds_comments(parent):
                raise EditError(f"`{dotted(path)}`: comments stand where it would go")
            self.replace(path[:-1], {step: value} if isinstance(step, str) else [value])
            return
        steps = self.cuts.steps(parent)
        if (isinstance(step, str) and step in parent.children) or not steps or type(step) is not type(steps[0]):
            raise EditError(f"`{dotted(path)}` is there already, or cannot stand there")
        if before is not None and before not in steps:
            raise EditError(f"`{before}` does not stand beside `{dotted(path)}`")
        with _unusual(path):
            edit = self.cuts.inserted(parent, step, value, before)
        self._change([edit], lambda root: said.put_in(root, path[:-1], step, said.meaning_of(value), before))

    def rename(self, path: Path, key: str) -> None:
        """Give the key at *path* another name, in its place."""
        parent = self._written(path)
        if key in parent.children or not isinstance(path[-1], str):
            raise EditError(f"`{dotted(path)}` cannot be called `{key}`")
        span = parent.keys[path[-1]]
        edit = Edit(span.start, span.end, written.key(key, in_flow=parent.flow))
        self._change([edit], lambda root: said.renamed(root, path, key))

    def delete(self, path: Path) -> None:
        """Remove the key or item at *path*, with the comments directly above it and beside it."""
        parent = self._written(path)
        if len(self.cuts.steps(parent)) == 1:
            if len(path) == 1:
                raise EditError("a card cannot be empty")
            self.replace(path[:-1], {})
            return
        with _unusual(path):
            edit = self.cuts.deleted(parent, path[-1])
        self._change([edit], lambda root: said.taken(root, path), drops=True)

    def uncover(self, path: Path) -> None:
        """Remove the key at *path* and leave its comments in its place."""
        parent = self._written(path)
        with _unusual(path):
            edit = self.cuts.uncovered(parent, path[-1])
        self._change([edit], lambda root: said.taken(root, path))

    def move(self, path: Path, parent: Path, before: str | int | None = None) -> None:
        """Take the key at *path*, with its comments, to the map at *parent*, *before* a key there, else to its end.

        A parent that is not there is made, as the last key of the map that it belongs to.
        """
        source, step = self._written(path), path[-1]
        cuts = self.cuts
        if parent == path[:-1]:
            steps = [one for one in cuts.steps(source) if one != step]
            at = steps.index(before) if before in steps else len(steps)
            self.order(parent, [*steps[:at], step, *steps[at:]])
            return
        if parent[: len(path)] == path or not isinstance(step, str):
            raise EditError(f"`{dotted(path)}` cannot go to `{dotted(parent)}`")
        new = parent[-1:] if self.document.node(parent) is None else ()
        home = parent[: len(parent) - len(new)]
        target = self._node(home)
        if (
            not target.keys
            or (not new and step in target.children)
            or (before is not None and before not in target.keys)
        ):
            raise EditError(f"`{dotted(path)}` cannot go to `{dotted(parent)}`")
        with _unusual(path):
            alone = len(cuts.steps(source)) == 1
            if alone and len(path) == 1:
                raise LayoutError("a card cannot be empty")
            cut = cuts.replaced(self._node(path[:-2]), path[-2], {}) if alone else cuts.deleted(source, step)
            paste = _pasted(cuts, source, target, (*new, step), before)

        def expected(root: Any) -> Any:
            value = said.at(root, path)
            left = said.taken(root, path)
            left = said.put(left, path[:-1], said.meaning_of({})) if said.at(left, path[:-1]) == {} else left
            return said.put_in(left, home, (*new, step)[0], {step: value} if new else value, before)

        self._change([cut, paste], expected)

    def join(self, path: Path, last: str) -> None:
        """Put the text at *path*, in braces, in quotes together with the keys after it, as far as *last*, that commas made of it."""
        parent, step = self._written(path), str(path[-1])
        if last not in parent.keys:
            raise EditError(f"`{last}` does not stand beside `{dotted(path)}`")
        with _unusual(path):
            text, gone = self.cuts.joined_text(parent, step, last)
        edit = Edit(parent.children[step].start, parent.keys[last].end, written.quoted(text))

        def expected(root: Any) -> Any:
            for one in gone:
                root = said.taken(root, (*path[:-1], one))
            return said.put(root, path, said.meaning_of(text))

        self._change([edit], expected)

    def together(self, changes: Iterable[Callable[[Draft], None]]) -> None:
        """Make several changes at once, which is quicker; each sees the text as it is before all of them.

        A change by a path comes before one that renames a key on that path.
        """
        if self._pending is not None:
            raise EditError("changes are being made together already")
        pending = self._pending = []
        try:
            for change in changes:
                change(self)
        finally:
            self._pending = None
        if pending:
            edits = [edit for one in pending for edit in one.edits]
            self._change(edits, lambda root: _all(pending, root), drops=any(one.drops for one in pending))

    def order(self, path: Path, steps: Sequence[str | int]) -> None:
        """Write the keys (or items) of what stands at *path* in the order of *steps*, each with its comments."""
        self.order_all({path: steps})

    def order_all(self, orders: Mapping[Path, Sequence[str | int]]) -> None:
        """Order several maps or lists at once, none of them inside another."""
        edits = []
        for path, steps in orders.items():
            node = self._node(path)
            now = self.cuts.steps(node)
            if sorted(map(str, steps)) != sorted(map(str, now)):
                raise EditError(f"`{dotted(path)}` has other keys")
            if list(steps) != now:
                with _unusual(path):
                    edits.append(self.cuts.ordered(node, steps))

        if edits:
            self._change(edits, lambda root: said.in_order(root, orders))

    def restyle(self, edits: Iterable[Edit]) -> None:
        """Write the same in another way: what the text says stays, and every comment."""
        edits = list(edits)
        if edits:
            self._change(edits, lambda root: root)

    def _node(self, path: Path) -> Node:
        node = self.document.node(path)
        above = [self.document.node(path[:end]) for end in range(len(path) + 1)]
        if node is None or any(one is None or one.alias for one in above):
            raise EditError(f"`{dotted(path)}` is not written at its own place on this card")
        return node

    def _written(self, path: Path) -> Node:
        """Return the collection that *path* stands in, where it is written there and not merged into it."""
        if not path:
            raise EditError("the card itself cannot be changed like that")
        parent = self._node(path[:-1])
        if path[-1] not in (parent.keys or parent.children):
            raise EditError(f"`{dotted(path)}` is not written at its own place on this card")
        return parent

    def _change(self, edits: list[Edit], expected: Callable[[Any], Any], *, drops: bool = False) -> None:
        """Make the edits if the text then says what is *expected*, and no comment is lost outside of them."""
        if self._pending is not None:
            self._pending.append(_Pending(edits, expected, drops))
            return
        with _unusual(()):
            after = read(applied(self.text, edits))
        says = said.meaning(after)
        if after.faults or not said.same(says, expected(self._said)):
            raise EditError("the change would touch more than it should: the card is written in an unusual way there")
        lost = _comments(self.document) - _comments(after)
        if drops:
            lost -= _comments(self.document, edits)
        if lost:
            raise EditError(f"a comment would be lost: {next(iter(lost))}")
        self.cuts, self._said = Cuts(after), says


class _Pending(NamedTuple):
    """A change that waits for others: its edits, what the text says after it, and whether comments inside go with it."""

    edits: list[Edit]
    expected: Callable[[Any], Any]
    drops: bool


def _all(changes: Iterable[_Pending], root: Any) -> Any:
    for one in changes:
        root = one.expected(root)
    return root


def _pasted(cuts: Cuts, source: Node, target: Node, steps: Path, before: str | int | None) -> Edit:
    """Return the edit that writes what stands at the last of *steps* in *source* into *target*, below new keys if need be."""
    step = steps[-1]
    if source.flow or target.flow:
        value = written.worded(source.children[step])
        return cuts.inserted(target, steps[0], {step: value} if len(steps) > 1 else value, before)
    entry = next(one for one in cuts.entries(source) if one.step == step)
    others = cuts.entries(target)
    column = cuts.column(others[0].start)
    shift = column + (len(steps) - 1) * written.STEP - cuts.column(entry.start)
    chunk = indented(cuts.chunk(entry, cuts.own_lead(entry)), shift)
    if len(steps) > 1:
        chunk = f"{' ' * column}{written.key(str(steps[0]))}:{cuts.newline}{chunk}"
    at = next((cuts.own_lead(one) for one in others if one.step == before), others[-1].end)
    return Edit(at, at, cuts.joined(at, chunk))


def _comments(document: Document, within: Sequence[Edit] | None = None) -> Counter[str]:
    """Return how often each comment stands in a text, or in the stretches that edits replace."""
    return Counter(
        text.rstrip()
        for span, text in document.comments()
        if within is None or any(edit.start <= span.start < edit.end for edit in within)
    )


@contextmanager
def _unusual(path: Path) -> Iterator[None]:
    try:
        yield
    except LayoutError as error:
        where = f"`{dotted(path)}`: " if path else ""
        raise EditError(f"{where}{error}") from error
