"""The shape of a card: types, allowed values, forms, ranges, completeness. The only importer of Cerberus.

Gaps and to-dos are lifted out of the tree first (they fit everywhere), a conflict is checked side by side.
Cerberus' own messages are not for users: `faults` says what it found in data, `rules/shape.py` in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from releasecard.accept import TYPES, accepts, citations, compiled
from releasecard.card import Card
from releasecard.fields import NAMED, PRESENT, REQUIRED, SCHEMAS, Required, Rules, rules_at
from releasecard.formats import CHECKS
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path

if TYPE_CHECKING:
    from cerberus import Validator


class ShapeFault(NamedTuple):
    """What Cerberus found, as data: `rule` is its own word for it (`type`, `allowed`, `required` ...)."""

    rule: str
    path: Path
    value: Any
    constraint: Any
    problem: str = ""


def faults(card: Card, kind: str) -> Iterator[ShapeFault]:
    """Yield every fault of a card's shape. Clean cards never meet Cerberus."""
    conflicts: list[tuple[Path, Conflict]] = []
    tree = _prepared(card.data, (), conflicts)
    if not accepts(kind)(tree):
        yield from _judged(validator(kind), tree, ())
    for path, conflict in conflicts:
        rules = rules_at(kind, path)
        if rules is not None and path[0] not in ("cited", "conflicts"):
            for side, value in conflict.sides.items():
                yield from _side(rules, (*path, "conflict", side), _prepared(value, path, []))


def missing(card: Card) -> Iterator[tuple[Path, Required]]:
    """Yield what the required-when table asks for and the card does not state, each path once."""
    yield from missing_in(card.data)


def missing_in(data: dict[str, Any]) -> Iterator[tuple[Path, Required]]:
    """Yield the same of what a card says, with every `like` resolved."""
    seen: set[Path] = set()
    for row in REQUIRED:
        for at, thing in matches(data, row.at):
            if not isinstance(thing, dict) or not _applies(row, thing, data):
                continue
            for need in row.needs:
                for path in _absent(thing, at, need.split(".")):
                    if path not in seen:
                        seen.add(path)
                        yield path, row


def _side(rules: Rules, path: Path, value: Any) -> Iterator[ShapeFault]:
    if compiled(rules)(value):
        return
    validator = _new_validator({"side": rules})
    for fault in _judged(validator, {"side": value}, ()):
        yield fault._replace(path=(*path, *fault.path[1:]))


def _prepared(value: Any, path: Path, conflicts: list[tuple[Path, Conflict]]) -> Any:
    if isinstance(value, dict):
        return {key: _prepared(item, (*path, key), conflicts) for key, item in value.items()}
    if isinstance(value, list):
        return [_prepared(item, (*path, index), conflicts) for index, item in enumerate(value)]
    if isinstance(value, (Gap, Todo)):
        return None
    if isinstance(value, Conflict):
        conflicts.append((path, value))
        return None
    return value


@cache
def validator(kind: str) -> Validator:
    """Return Cerberus' judge of cards of *kind*."""
    return _new_validator(SCHEMAS[kind])


def _new_validator(schema: dict[str, Rules]) -> Validator:
    from cerberus.schema import DefinitionSchema

    class Trusted(DefinitionSchema):  # type: ignore[misc]
        """A schema that Cerberus does not check again at every start (55 to 200 ms): the tests do."""

        def __init__(self) -> None:
            self.schema = schema

    return _validator_class()(Trusted())


@cache
def _validator_class() -> type[Validator]:
    from cerberus import TypeDefinition, Validator

    def form_check(name: str) -> Any:
        def check(self: Any, field: Any, value: Any) -> None:
            problem = CHECKS[name](value) if isinstance(value, str) else ""
            if problem:
                self._error(field, problem)

        return check

    # Cerberus collects its checks when the class is made, so they go into its body.
    body: dict[str, Any] = {f"_check_with_{name}": form_check(name) for name in CHECKS}
    body["types_mapping"] = {name: TypeDefinition(name, *pair) for name, pair in TYPES.items()}
    body["_check_with_citations"] = _check_citations
    body["_error"] = _collect_error
    made: type[Validator] = type(Validator)("CardValidator", (Validator,), body)
    return made


def _collect_error(validator: Any, *arguments: Any) -> None:
    """Collect errors without sorting all of them again at each one: a card may have very many."""
    from cerberus import Validator

    if len(arguments) == 1:
        validator._errors.extend(arguments[0])
    else:
        Validator._error(validator, *arguments)


def _check_citations(validator: Any, field: Any, value: Any) -> None:
    if isinstance(value, dict) and not all(citations(one) for one in value.values()):
        validator._error(field, "citations")


def _judged(validator: Validator, tree: dict[str, Any], path: Path) -> Iterator[ShapeFault]:
    validator.validate(tree, normalize=False)
    yield from _flattened(validator._errors, path)


def _flattened(errors: Any, path: Path) -> Iterator[ShapeFault]:
    # What is missing Cerberus finds by sets, whose order is another in each process.
    for error in sorted(errors, key=lambda one: tuple(map(str, one.document_path))):
        if error.is_group_error:
            yield from _flattened(error.child_errors, path)
            continue
        where, rule = tuple(error.document_path), error.rule or "check_with"
        if rule == "allowed" and isinstance(error.value, list):
            continue  # each wrong item is an error of its own
        problem = str(error.info[0]) if error.code == 0 and error.info else ""
        rule = {0x02: "required", 0x03: "unknown", 0x23: "nullable"}.get(error.code, rule)
        yield ShapeFault(rule, (*path, *where), error.value, error.constraint, problem)


def matches(data: Any, at: str) -> Iterator[tuple[Path, Any]]:
    """Yield the places that a dotted pattern names, with what stands there."""
    found: list[tuple[Path, Any]] = [((), data)]
    for step in at.split(".") if at else ():
        found = [((*path, key), inner) for path, value in found for key, inner in _inside(value, step)]
    yield from found


def _inside(value: Any, step: str) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items() if step == "*" else ((step, value[step]),) if step in value else ()
    return enumerate(value) if step == "*" and isinstance(value, list) else ()


def _applies(row: Required, thing: dict[str, Any], root: dict[str, Any]) -> bool:
    if any(name in thing for name in row.unless):
        return False
    if any(name in thing and not isinstance(thing[name], Gap) for name in row.elsewhere):
        return False
    return all(_holds(thing, root, path, values) for path, values in row.when)


def _holds(thing: Any, root: Any, path: str, values: tuple[str, ...]) -> bool:
    base, pattern = (root, path[1:]) if path.startswith("/") else (thing, path)
    stated = [value for _, value in matches(base, pattern)]
    if values == (NAMED,):
        return bool(stated)
    if values == (PRESENT,):
        return any(value is not None and not isinstance(value, (Gap, Todo)) for value in stated)
    words = {
        word for value in stated for word in (value if isinstance(value, list) else [value]) if isinstance(word, str)
    }
    return not words.isdisjoint(values)


def _absent(thing: Any, path: Path, steps: list[str]) -> Iterator[Path]:
    """Yield the shortest path on each way that *steps* name at which nothing is stated."""
    if not steps or not isinstance(thing, dict):
        return
    step, rest = steps[0], steps[1:]
    if step != "*" and step not in thing:
        yield (*path, step)
        return
    for key, inner in _inside(thing, step):
        yield from _absent(inner, (*path, key), rest)
