"""The page of a field: what it means and holds, when it must be stated, an example in place, and what the cards state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.explain import bad_example, inner_fields, yaml_lines
from releasecard.fields import SCHEMAS, Rules, child, heading, opening, question_of
from releasecard.fields.build import PATH
from releasecard.fields.declared import Field, Place, declaration
from releasecard.pages.html import NOTHING, Html, el, joined, prose, rows, unsearched
from releasecard.pages.urls import PLAIN, Urls
from releasecard.reference.filled import Filled
from releasecard.reference.values import who_fills
from releasecard.reference.wording import holds, reasons, when
from releasecard.safe import encoded_lines, front_matter

_ID: Final = "example"
_FEW: Final = 6


def page(field: Field, folder: str, filled: Filled | None) -> str:
    """Return the page of a field, below *folder*; search reads its name and its meaning."""
    return _Page(field, folder, filled.collection.urls if filled is not None else PLAIN).text(filled)


class _Page:
    def __init__(self, field: Field, folder: str, urls: Urls) -> None:
        self._field, self._folder, self._urls = field, folder, urls
        self._here = f"{folder}/{field.name}.md"

    def text(self, filled: Filled | None) -> str:
        """Return the page."""
        rules, pattern = self._field.rules, self._field.first.pattern
        meta = rules["meta"]
        front = front_matter({"title": f"{meta['title']} {self._field.name}"}).removesuffix("---\n")
        top = el(
            "header",
            el("p", self._above(), class_="rc-crumbs rc-quiet", data_search_exclude=True),
            el("h1", meta["title"], " ", el("code", pattern), data_search_exclude=True),
            el("p", prose(meta["doc"]), class_="rc-lead"),
            class_="rc-head rc-field-head",
        )
        rest = unsearched(
            el("dl", (el("div", el("dt", name), el("dd", said)) for name, said in self._facts()), class_="rc-declared"),
            self._words(rules), self._example(), self._inside(rules),
            who_fills(self._field, self._here, filled) if filled is not None else None,
            class_="rc-field",
        )  # fmt: skip
        return f"{front}hide: [navigation, toc]\n---\n\n{top}\n\n{rest}\n"

    def _above(self) -> Html:
        """Return the way to the field: the index, then the fields that it stands in."""
        kind, pattern, _ = self._field.first
        steps = [self._link("index", "Fields")]
        rules: Rules = {"schema": SCHEMAS[kind]}
        for step in pattern.replace("[]", ".*").split(".")[:-1]:
            rules = child(rules, step) or {}
            field = declaration().of(rules)
            steps += [self._link(field.name, str(rules["meta"]["title"]))] if field is not None else []
        return joined(*steps, between=" / ")

    def _link(self, name: str, *children: Html | str) -> Html:
        return el("a", children, href=self._urls.to(self._here, f"{self._folder}/{name}.md"))

    def _facts(self) -> Iterator[tuple[str, Html]]:
        rules = self._field.rules
        meta = rules["meta"]
        yield "holds", self._holds(rules)
        bad = bad_example(rules)
        if bad:
            yield "refuses", joined(el("code", bad[0]), el("span", f" {bad[1]}", class_="rc-quiet"))
        yield "required", self._required()
        yield "gap", Html("a gap word may stand here" if rules.get("nullable") else "no gap word may stand here")
        first, rest = list(self._places())[:_FEW], list(self._places())[_FEW:]
        more = el("details", el("summary", f"{len(rest)} more places"), el("ul", rows(rest)), class_="rc-unfold")
        yield "stands at", joined(el("ul", rows(first)), more if rest else None)
        questions = dict.fromkeys(_question(place) for place in self._field.places)
        yield "answers", joined(*questions, between=" · ")
        if "plugin" in meta:
            yield "plugin", joined(meta["plugin"])

    def _holds(self, rules: Rules) -> Html:
        refers, low, high = rules["meta"].get("refers"), rules.get("min"), rules.get("max")
        if refers == PATH:
            return prose("a path on this card, or `name@version#path` on another")
        if refers:
            links = (self._section(name) for name in refers)
            return joined(Html("an id in "), joined(*links, between=" or "))
        span = "" if low is None else f", {low} to {high}" if high is not None else f", at least {low}"
        phases = ", or a list: one for each phase" if rules["meta"].get("schedule") else ""
        said = holds(rules).removesuffix(" or list") if phases else holds(rules)
        said += " these words" if "words" in rules["meta"] else ""
        return joined(prose(said), prose(span), phases)

    def _section(self, name: str) -> Html:
        """Return a section that ids stand in as a link to its page."""
        for kind in self._field.kinds:
            rules: Rules | None = {"schema": SCHEMAS[kind]}
            for step in name.split("."):
                rules = child(rules, step) if rules is not None else None
            field = declaration().of(rules)
            if field is not None:
                return self._link(field.name, el("code", name))
        return el("code", name)

    def _required(self) -> Html:
        """Return when the field must be stated: of the kinds of cards and places that ask for it, the same said once."""
        asked: dict[tuple[str, tuple[str, ...]], list[Place]] = {}
        for place in self._field.places:
            said = when(*place)
            if said:
                asked.setdefault((said, reasons(place.kind, place.pattern)), []).append(place)
        if not asked:
            return Html("no")
        return el("ul", rows(el("li", self._asked(*key, places)) for key, places in asked.items()))

    def _asked(self, said: str, why: tuple[str, ...], places: list[Place]) -> Html:
        patterns = dict.fromkeys(place.pattern for place in places)
        every = dict.fromkeys(one.pattern for one in self._field.places if not one.pattern.startswith("variants."))
        named = joined(*(el("code", one) for one in patterns), between=", ")
        at = NOTHING if patterns == every else named if len(patterns) <= _FEW else Html(f"at {len(patterns)} places")
        kinds = () if _are_all(places) else dict.fromkeys(place.kind for place in places)
        on = f" on a card of: {', '.join(kinds)}" if kinds else ""
        where = joined(at, on, Html(": ")) if at else joined(on.strip(), Html(": ")) if on else NOTHING
        reason = el("span", f" {'; '.join(why)}", class_="rc-quiet") if why else None
        return joined(where, prose(said), reason and Html(":"), reason)

    def _places(self) -> Iterator[Html]:
        kinds: dict[str, list[Place]] = {}
        for place in self._field.places:
            kinds.setdefault(place.pattern, []).append(place)
        for pattern, places in kinds.items():
            on = (
                "on every card"
                if _are_all(places)
                else f"on a card of: {', '.join(dict.fromkeys(one.kind for one in places))}"
            )
            yield el("li", el("code", pattern), el("span", f" {on}", class_="rc-quiet"))

    @staticmethod
    def _words(rules: Rules) -> Html:
        words: dict[str, str] = rules["meta"].get("words", {})
        if not words:
            return NOTHING
        said = (el("div", el("dt", el("code", word)), el("dd", prose(clause))) for word, clause in words.items())
        return joined(el("h2", "Its words"), el("dl", rows(said), class_="rc-vocabulary"))

    def _example(self) -> Html:
        value = _example(self._field.rules)
        if value is None:
            return NOTHING
        for step in reversed(self._field.first.pattern.replace("[]", ".[]").split(".")):
            value = [value] if step == "[]" else {_ID if step == "*" else step: value}
        (name,) = value
        lines = encoded_lines(yaml_lines(name, value[name]))
        return joined(
            el("h2", "On a card"),
            el("pre", Html(lines), class_="rc-yaml", tabindex="0", role="region", aria_label="an example"),
        )

    def _inside(self, rules: Rules) -> Html:
        """Return the fields right below this one, at any of its places."""
        inner: dict[Field, str] = {}
        for place in self._field.places:
            below = place.rules.get("schema", {}) if "list" in place.rules["type"] else place.rules
            for name, one in inner_fields(below if isinstance(below, dict) else {}).items():
                field = declaration().of(one)
                if field is not None and field is not self._field:
                    inner.setdefault(field, name)
        if not inner:
            return NOTHING
        body = (
            el("tr", el("th", self._link(field.name, el("code", name)), scope="row"), Html(" "),
               el("td", prose(holds(field.rules))), Html(" "), el("td", prose(field.rules["meta"]["doc"])))
            for field, name in inner.items()
        )  # fmt: skip
        table = el("table", el("tbody", rows(body)), class_="rc-table rc-inner")
        return joined(el("h2", "Its fields"), el("div", table, class_="rc-wide"))


def _are_all(places: list[Place]) -> bool:
    return {place.kind for place in places} == set(SCHEMAS)


def _question(place: Place) -> str:
    """Return the question that a place answers, that of its section."""
    return heading(question_of(SCHEMAS[place.kind][place.pattern.partition(".")[0].removesuffix("[]")]))


def _example(rules: Rules) -> Any:
    """Return an example of a field; of a section, those of the fields that a new card opens it with."""
    found = rules["meta"].get("example")
    if found is not None:
        return found
    inner = inner_fields(rules)
    names = opening(rules.get("valuesrules", rules)) or list(inner)[:3]
    below = {name: _example(inner[name]) for name in names if name in inner and name != "like"}
    below = {name: value for name, value in below.items() if value is not None}
    return ({_ID: below} if "valuesrules" in rules else below) if below else None
