"""What machines read, read back: JSON, Atom, SVG, linked data, BibTeX, CFF; of real cards, hostile ones and broken ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from hostile import PAYLOADS, card
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML

from releasecard import json_schema, site
from releasecard.config import Config
from releasecard.fields import QUESTIONS, SCHEMAS
from releasecard.lint import lint_file
from releasecard.pages import machine
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.machine.badge import COLORS, INK
from releasecard.pages.machine.feed import MOST, feed
from releasecard.pages.machine.stated import arxiv, title
from releasecard.pages.urls import Urls
from releasecard.testing import CARD

ROOT = Path(__file__).parents[1]
REAL = tuple(site.entries([ROOT / "site" / "cards"], Config()))
BASE = "https://cards.example.org/site/"
WHOLE = Collection(REAL, "cards", Urls(True, BASE))
BROKEN = tuple(
    Entry(f"{number}.card.yaml", content)
    for number, content in enumerate(
        (b"", b"a: [", b"- 1", b"releasecard: 1\nkind: nothing\nname: x\n", b"\xe9", b"\x00")
    )
)
ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"
real = pytest.mark.parametrize("entry", REAL, ids=lambda entry: entry.text("name"))
hostile = pytest.mark.parametrize("payload", PAYLOADS)


def files_of(collection: Collection) -> dict[str, str]:
    of_cards = (machine.files(collection, entry) for entry in collection.entries)
    return {path: text for files in (machine.pages(collection), *of_cards) for path, text in files.items()}


def collection(*texts: str, base: str = "") -> Collection:
    entries = (Entry(f"{number}.card.yaml", text.encode()) for number, text in enumerate(texts))
    return Collection(tuple(entries), "cards", Urls(False, base))


def linked(one: Collection, entry: Entry) -> dict[str, Any]:
    text = str(machine.jsonld(one, entry))
    found = re.fullmatch(r'<script type="application/ld\+json">([^<>&\u2028\u2029\n]*)</script>', text)
    assert found is not None, text
    assert text.isascii()
    assert not re.search(r"\{[{%#]|--8<|\]\(|`", text)
    data: dict[str, Any] = json.loads(found[1])
    return data


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def bibtex(text: str) -> tuple[str, dict[str, str]]:
    """Read an entry as BibTeX does: values end where the braces that they begin with close, escaped or not."""
    head = re.match(r"@misc\{([a-z0-9_-]+),\n", text)
    assert head is not None, text
    fields, at = {}, head.end()
    while text[at] != "}":
        name = re.compile(r" +([a-z]+) = ").match(text, at)
        assert name is not None, text[at:]
        start = end = name.end()
        depth = 0
        while depth or text[end] != ",":
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            assert depth >= 0
            end += 1
        value = text[start:end]
        fields[name[1]] = value[1:-1] if value.startswith("{") else value
        at = end + 2
    assert text[at:] == "}\n"
    return head[1], fields


def cff(text: str) -> dict[str, Any]:
    """Read a file by both parsers of YAML, which must agree."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    assert YAML(typ="safe", pure=False).load(text) == found
    return found


def untexed(text: str) -> str:
    """Return what BibTeX prints of a value that is one group."""
    assert text.startswith("{")
    assert text.endswith("}")
    names = {
        "backslash": "\\",
        "braceleft": "{",
        "braceright": "}",
        "asciitilde": "~",
        "asciicircum": "^",
        "less": "<",
        "greater": ">",
        "bar": "|",
    }
    return re.sub(r"\\text([a-z]+)\{\}|\\([$&#_%])", lambda one: names[one[1]] if one[1] else one[2], text[1:-1])


def contrast(one: str, other: str) -> float:
    def light(color: str) -> float:
        parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_files_stand_where_the_index_says() -> None:
    files = files_of(WHOLE)
    index = json.loads(files["cards/cards.json"])
    assert index["questions"] == list(QUESTIONS)
    assert f"cards/{index['feed']}" in files
    assert {kind: files[f"cards/{path}"] for kind, path in index["schemas"].items()} == {
        kind: json_schema.text(kind) for kind in SCHEMAS
    }
    assert [one["title"] for one in index["cards"]] == [entry.title for entry in WHOLE.sorted]
    for one, entry in zip(index["cards"], WHOLE.sorted, strict=True):
        assert files[f"cards/{one['file']}"].encode() == entry.content
        assert json.loads(files[f"cards/{one['json']}"])["view"] == entry.view["view"]
        assert parsed(files[f"cards/{one['badge']}"]).tag == f"{SVG}svg"
        assert WHOLE.urls.path(WHOLE.page(entry)) == f"cards/{one['page']}"
        assert sum(one["verdicts"].values()) == len(entry.linted.verdicts)
        assert sum(one["findings"].values()) == len(entry.linted.diagnostics)
        assert [question["filled"] for question in entry.view["questions"]] <= [
            found["filled"] for found in one["answered"]
        ]
        assert len(json.dumps(one)) < 3_000
    gsm8k = next(one for one in index["cards"] if one["name"] == "gsm8k")
    assert (gsm8k["version"], gsm8k["released"], gsm8k["domains"]) == ("3101c7d", "2021-10-28", ["math"])
    assert gsm8k["contracts"] == ["programmatic", "judgment"]
    assert gsm8k["license"] == {"data": "MIT", "code": "MIT"}


@real
def test_the_json_of_a_card_has_its_view_its_values_and_its_findings(entry: Entry) -> None:
    found = json.loads(files_of(Collection((entry,)))[f"cards/{Collection((entry,)).names[entry]}.json"])
    assert {key: found[key] for key in entry.view} == json.loads(json.dumps(entry.view))
    assert found["card"]["title"] == entry.title
    assert found["card"].keys() == entry.document.data.keys()
    places = [(one["code"], one["line"], one["column"], one["message"]) for one in found["findings"]]
    assert places == [(one.code, one.start.line, one.start.column, one.message) for one in entry.linted.diagnostics]


def test_values_keep_the_digits_of_their_source() -> None:
    one = collection(CARD.replace("records: 500", "records: 500.0", 1))
    found = json.loads(files_of(one)["cards/small.json"])
    assert found["card"]["objects"]["rows"]["records"] == "500.0"
    assert found["card"]["claims"] == "not_stated"


def test_broken_cards_are_in_every_list_with_what_is_wrong() -> None:
    whole = Collection((*BROKEN, *REAL[:1]))
    files = files_of(whole)
    rows = {one["json"]: one for one in json.loads(files["cards/cards.json"])["cards"]}
    for entry in BROKEN:
        row, found = rows[f"{whole.names[entry]}.json"], json.loads(files[whole.beside(entry, ".json")])
        assert row["faults"] == found["findings"]
        assert len(found["findings"]) == len(entry.linted.diagnostics) > 0
        assert found["findings"][0].keys() >= {"code", "severity", "line", "column", "message", "path"}
        assert (whole.beside(entry, ".yaml") in files) == ("file" in row) == (entry.content != b"\xe9")
        assert "error" in str(parsed(files[whole.beside(entry, ".svg")]).get("aria-label"))
        assert machine.jsonld(whole, entry) == ""
        bibtex(machine.bibtex(entry))
        assert cff(machine.cff(entry))["title"] == title(entry)
    assert "faults" not in rows[f"{whole.names[REAL[0]]}.json"]
    assert len(parsed(files["cards/feed.xml"]).findall(f"{ATOM}entry")) > 0


def test_a_file_that_cannot_be_opened_has_its_finding(tmp_path: Path) -> None:
    entry = Entry("a.card.yaml", b"", unreadable=lint_file(tmp_path / "a.card.yaml"))
    whole = Collection((entry,))
    files = files_of(whole)
    assert "cannot be read" in json.loads(files[whole.beside(entry, ".json")])["findings"][0]["message"]
    assert whole.beside(entry, ".yaml") not in files


def test_the_text_of_a_card_keeps_its_bytes() -> None:
    content = b"\xef\xbb\xbf" + CARD.replace("\n", "\r\n").encode()
    entry = Entry("a.card.yaml", content)
    assert files_of(Collection((entry,)))["cards/small.yaml"].encode() == content


def test_same_cards_same_bytes() -> None:
    again = Collection(tuple(site.entries([ROOT / "site" / "cards"], Config())), "cards", Urls(True, BASE))
    assert list(files_of(again).items()) == list(files_of(WHOLE).items())
    assert [machine.jsonld(again, one) for one in again.entries] == [machine.jsonld(WHOLE, one) for one in REAL]


@real
def test_linked_data_keeps_what_is_stated(entry: Entry) -> None:
    assert entry.facts is not None
    found = linked(WHOLE, entry)
    types = {
        "dataset": "sc:Dataset",
        "recipe": "CreativeWork",
        "verifier": "SoftwareSourceCode",
        "environment": "SoftwareSourceCode",
    }
    assert found["@type"] == types[entry.text("kind")]
    assert (found["name"], found["version"], found["identifier"]) == (
        entry.title,
        entry.text("version"),
        entry.reference,
    )
    assert found["description"] == entry.text("summary")
    assert found.get("datePublished", "") == entry.text("released")[:10]
    assert listed(found.get("citation")) == entry.facts.words("links", "paper")
    assert listed(found.get("inLanguage")) == entry.facts.words("languages")
    assert len(found["keywords"]) == len(entry.facts.words("domains") + entry.facts.words("training_use"))
    stated = [re.sub(r"(?: and others|^and seven more)$", "", one) for one in entry.facts.words("authors")]
    makers = [one for one in stated if one] or entry.facts.words("organizations")
    assert [one["name"] for one in listed(found.get("creator"))] == makers
    assert len(listed(found.get("isBasedOn"))) == len(entry.facts.words("provenance", "lineage", "parents"))
    assert found["subjectOf"] == f"{BASE}cards/{WHOLE.names[entry]}/"


@pytest.mark.parametrize(
    "entry", [one for one in REAL if one.text("kind") == "dataset"], ids=lambda entry: entry.text("name")
)
def test_datasets_are_croissant(entry: Entry) -> None:
    assert entry.facts is not None
    found = linked(WHOLE, entry)
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert found["citeAs"] == machine.bibtex(entry)
    assert found["license"] == f"https://spdx.org/licenses/{entry.facts.plain('license', 'data')}.html"
    files = [one for _, one in entry.facts.matches("objects.*.files.*")]
    assert [one["name"] for one in found.get("distribution", [])] == [one["path"] for one in files]
    assert not [one for one in found.get("distribution", []) if "contentUrl" in one], (
        "a path is no address on this site"
    )
    assert [one["name"] for one in found["recordSet"]] == list(entry.facts.things("objects"))
    known = {
        "string": "sc:Text",
        "integer": "sc:Integer",
        "number": "sc:Float",
        "boolean": "sc:Boolean",
        "datetime": "sc:DateTime",
    }
    for record, thing in zip(found["recordSet"], entry.facts.things("objects").values(), strict=True):
        fields = thing.get("fields")
        columns = fields.items() if isinstance(fields, dict) else ()
        typed = [(name, known[one["type"]]) for name, one in columns if str(one.get("type")) in known]
        assert [(one["name"], one["dataType"]) for one in record.get("field", [])] == typed
    ids = re.findall(r'"@id":"(#[^"]*)"', str(machine.jsonld(WHOLE, entry)))
    assert len({*ids}) == len(
        {one["@id"] for part in ("distribution", "recordSet") for one in found.get(part, [])}
    ) + sum(len(one.get("field", [])) for one in found["recordSet"])


def test_a_column_of_one_file_says_where_it_is_read_from() -> None:
    """Such a card is without error for mlcroissant 1.1.1, which asks every file for a hash and every field for its source."""
    file = f"{{path: data/a.parquet, url: 'https://example.org/a.parquet', sha256: {'0' * 64}, bytes: 12}}"
    one = collection(CARD.replace("    fields:\n", f"    files: {{all: {file}}}\n    fields:\n", 1))
    found = linked(one, one.entries[0])
    assert found["distribution"] == [
        {
            "@type": "cr:FileObject", "@id": "#objects.rows.files.all", "name": "data/a.parquet", "contentUrl": "https://example.org/a.parquet",
            "contentSize": "12 B", "encodingFormat": "application/x-parquet", "sha256": "0" * 64,
        }
    ]  # fmt: skip
    source = {"fileObject": {"@id": "#objects.rows.files.all"}, "extract": {"column": "question"}}
    assert found["recordSet"][0]["field"][0]["source"] == source


def test_parents_that_are_here_are_linked() -> None:
    child = CARD.replace("name: small", "name: child").replace("parents: not_stated", "parents: [small@1.0, elsewhere]")
    one = collection(CARD, child)
    assert linked(one, one.entries[1])["isBasedOn"] == [
        {"@type": "CreativeWork", "name": "Small", "identifier": "small@1.0", "url": "small.html"},
        {"@type": "CreativeWork", "name": "elsewhere"},
    ]


def test_a_gap_is_nowhere_a_value() -> None:
    text = re.sub(r"(?m)^(released|languages|domains|training_use|links|license): .*$", r"\1: not_checked", CARD)
    one = collection(text.replace("claims:", "authors: not_stated\nclaims:"))
    entry = one.entries[0]
    data = linked(one, entry)
    del data["@context"]
    found = json.dumps([data, machine.bibtex(entry), machine.cff(entry)])
    assert not re.search("not_|datePublished|license|keywords|inLanguage|creator|year|url|date-released", found)
    assert cff(machine.cff(entry))["authors"] == [{"name": "The Small project"}]


@real
def test_bibtex_holds_what_is_stated(entry: Entry) -> None:
    assert entry.facts is not None
    key, fields = bibtex(machine.bibtex(entry))
    year = entry.text("released")[:4]
    assert fields.get("year", "") == year
    assert key == "-".join(filter(None, (WHOLE.names[entry], year)))
    assert untexed(fields["title"]) == entry.title
    assert fields["version"].replace("\\", "") == entry.text("version")
    assert fields["url"] in [
        url for kind in ("data", "code", "site", "paper") for url in entry.facts.words("links", kind)
    ]
    papers = entry.facts.words("links", "paper")
    assert fields.get("eprint", "") == next((url.rpartition("/")[2] for url in papers if "arxiv.org" in url), "")


@real
def test_cff_holds_what_is_stated(entry: Entry) -> None:
    """All real cards were valid for cffconvert 2.0.0 too."""
    assert entry.facts is not None
    found = cff(machine.cff(entry))
    assert found["cff-version"] == "1.2.0"
    assert found["type"] == ("dataset" if entry.text("kind") == "dataset" else "software")
    assert (found["title"], found["version"]) == (entry.title, entry.text("version"))
    assert found.get("date-released", "") == entry.text("released")[:10]
    names = [one.get("name") or f"{one['given-names']} {one['family-names']}" for one in found["authors"]]
    assert len({*names}) == len(names)
    stated = [re.sub(" and others$", "", one) for one in entry.facts.words("authors") if one != "and seven more"]
    assert names[: len(stated)] == stated
    assert names


@pytest.mark.parametrize(
    ("stated", "people"),
    [
        ("Ada Example", {"family-names": "Example", "given-names": "Ada"}),
        ("Mike A. Merrill", {"family-names": "Merrill", "given-names": "Mike A."}),
        ("J. Saad-Falcon", {"family-names": "Saad-Falcon", "given-names": "J."}),
        ("Łukasz Ørsted", {"family-names": "Ørsted", "given-names": "Łukasz"}),
        ("Charlie Cheng-Jie Ji", {"name": "Charlie Cheng-Jie Ji"}),
        ("Ludwig van Beethoven", {"name": "Ludwig van Beethoven"}),
        ("Qwen Team", {"name": "Qwen Team"}),
        ("OpenAI", {"name": "OpenAI"}),
        ("Google DeepMind", {"name": "Google DeepMind"}),
        ("李 明", {"name": "李 明"}),
        ("deepmind", {"name": "deepmind"}),
    ],
)
def test_a_name_is_split_only_where_it_is_sure(stated: str, people: dict[str, str]) -> None:
    one = collection(CARD.replace("languages:", f"authors: [{json.dumps(stated)}]\nlanguages:"))
    assert cff(machine.cff(one.entries[0]))["authors"] == [people]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://arxiv.org/abs/2110.14168", "2110.14168"),
        ("https://www.arxiv.org/abs/2506.04178v2", "2506.04178v2"),
        ("http://arxiv.org/pdf/2503.14476", "2503.14476"),
        ("https://arxiv.org/pdf/2503.14476v1.pdf", "2503.14476v1"),
        ("https://arxiv.org/abs/math/0211159", "math/0211159"),
        ("https://arxiv.org/list/cs.LG", ""),
        ("https://example.org/abs/2110.14168", ""),
        ("", ""),
    ],
)
def test_papers_on_arxiv_are_known(url: str, found: str) -> None:
    assert arxiv(url) == found


def parsed(text: str) -> ET.Element:
    assert "<!" not in text
    return ET.fromstring(text)  # noqa: S314 what we wrote, which must hold no declaration


def entries_of(text: str) -> list[ET.Element]:
    """Return the entries of a feed that has what RFC 4287 asks for."""
    root = parsed(text)
    assert root.tag == f"{ATOM}feed"
    found = root.findall(f"{ATOM}entry")
    for one in (root, *found):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1, name
        assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:[\x21-\x7e]*", one.findtext(f"{ATOM}id", ""))
        assert one.findtext(f"{ATOM}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", one.findtext(f"{ATOM}updated", ""))
        assert one.find(f"{ATOM}link[@rel='alternate']") is not None
    assert all(one.findtext(f"{ATOM}summary") for one in found)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    times = [one.findtext(f"{ATOM}updated", "") for one in found]
    assert times == sorted(times, reverse=True)
    assert root.findtext(f"{ATOM}updated") == max(times, default="1970-01-01T00:00:00Z")
    ids = [one.findtext(f"{ATOM}id") for one in found]
    assert len({*ids}) == len(ids)
    return found


def test_the_feed_has_every_card_and_every_revision() -> None:
    found = entries_of(files_of(WHOLE)["cards/feed.xml"])
    revisions = sum(len(one.facts.plain("revisions") or ()) for one in REAL if one.facts)
    assert len(found) == len(REAL) + revisions
    assert revisions > 3
    for one in found:
        link = one.find(f"{ATOM}link")
        assert link is not None
        assert str(link.get("href")).startswith(f"{BASE}cards/")
    texts = [one.findtext(f"{ATOM}summary") for one in found]
    assert "the regex that extracts the answer was fixed; affects verifiers.final-answer.extractor" in texts
    dated = next(one for one in found if "regex" in one.findtext(f"{ATOM}summary", ""))
    assert dated.findtext(f"{ATOM}updated") == "2021-11-03T00:00:00Z"


def test_a_feed_without_an_address_is_relative_and_without_cards_empty() -> None:
    files = files_of(Collection(REAL, "", Urls(False)))
    links = [str(link.get("href")) for link in parsed(files["feed.xml"]).iter(f"{ATOM}link")]
    assert {"feed.xml", "index.html", "gsm8k.html", "gsm8k.html#revisions%5B0%5D"} <= {*links}
    assert not any(urlsplit(link).scheme for link in links)
    assert entries_of(files_of(Collection(()))["cards/feed.xml"]) == []


def test_a_revision_keeps_its_id_and_the_feed_its_bounds() -> None:
    def revised(*dates: str) -> list[ET.Element]:
        rows = "".join(f"  - {{version: v{date}, date: {date}, changed: x}}\n" for date in dates)
        return entries_of(files_of(collection(f"{CARD}revisions:\n{rows}", base=BASE))["cards/feed.xml"])

    def ids(found: list[ET.Element]) -> set[str]:
        return {one.findtext(f"{ATOM}id", "") for one in found}

    assert ids(revised("2026-04-01")) < ids(revised("2026-05-01", "2026-04-01"))
    many = revised(*(f"{year}-01-01" for year in range(2100, 1500, -1)))
    assert len(many) == MOST
    assert many[0].findtext(f"{ATOM}updated") == "2100-01-01T00:00:00Z"
    assert many[-1].findtext(f"{ATOM}updated") == f"{2102 - MOST}-01-01T00:00:00Z"


def test_a_revision_without_a_date_has_the_card_s() -> None:
    found = entries_of(
        files_of(collection(f"{CARD}revisions:\n  - {{changed: x}}\n  - {{changed: y}}\n"))["cards/feed.xml"]
    )
    assert [one.findtext(f"{ATOM}updated") for one in found] == ["2026-03-02T00:00:00Z"] * 3


@real
def test_a_badge_says_the_verdicts(entry: Entry) -> None:
    badge = parsed(machine.badge(entry))
    texts = [str(one.text) for one in badge.iter(f"{SVG}text")]
    words = [str(one.word) for one in entry.linted.verdicts]
    expected = [f"{words.count(word)} {word}" for word in ("licensed", "open", "unlicensed") if word in words]
    assert texts == ["release card", *(expected or ["no claims"])]
    assert badge.get("role") == "img"
    assert (
        badge.get("aria-label")
        == badge.findtext(f"{SVG}title")
        == f"release card of {entry.title}: {' · '.join(texts[1:])}"
    )
    right = 0
    for back, text in zip(badge.findall(f"{SVG}g/{SVG}rect"), badge.iter(f"{SVG}text"), strict=True):
        assert int(str(back.get("x"))) == right < int(str(text.get("x")))
        right += int(str(back.get("width")))
        assert int(str(text.get("x"))) + int(str(text.get("textLength"))) < right
    assert right == int(str(badge.get("width")))


def test_badges_for_errors_and_for_no_claims_and_in_colors_one_can_read() -> None:
    for text, said in ((CARD, "no claims"), (CARD.replace("records: 500", "records: many", 1), "1 error")):
        assert str(parsed(machine.badge(Entry("a.card.yaml", text.encode()))).get("aria-label")).endswith(f": {said}")
    assert all(contrast(INK, color) >= 4.5 for color in COLORS.values())


def test_a_snippet_needs_an_address() -> None:
    entry = next(one for one in REAL if one.text("name") == "gsm8k")
    assert machine.snippet(WHOLE, entry) == f"[![release card]({BASE}cards/gsm8k.svg)]({BASE}cards/gsm8k/)"
    assert machine.snippet(Collection(REAL), entry) == ""


@hostile
def test_hostile_cards_are_text_everywhere(payload: str) -> None:
    one = collection(card(payload), base=BASE)
    entry, files, plain = one.entries[0], files_of(one), title(one.entries[0])
    assert json.loads(files["cards/cards.json"])["cards"][0]["title"] == payload
    found = json.loads(files["cards/hostile.json"])
    assert found["card"]["title"] == payload
    assert files["cards/hostile.yaml"].encode() == entry.content
    badge = parsed(files["cards/hostile.svg"])
    assert {part.tag.removeprefix(SVG) for part in badge.iter()} <= {"svg", "title", "clipPath", "rect", "g", "text"}
    assert plain[:200] in str(badge.findtext(f"{SVG}title"))
    items = entries_of(files["cards/feed.xml"])
    assert [part.findtext(f"{ATOM}title") for part in items] == [plain]
    assert all(str(link.get("href")).startswith(BASE) for part in items for link in part.iter(f"{ATOM}link"))
    data = linked(one, entry)
    assert (data["name"], data["description"]) == (payload, payload)
    assert untexed(bibtex(machine.bibtex(entry))[1]["title"]) == plain
    assert cff(machine.cff(entry))["title"] == plain


TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_stays_text(name: str, author: str, revision: str) -> None:
    text = CARD.replace("title: Small", f"title: {_yaml(name)}").replace(
        "languages:", f"authors: [{_yaml(author)}]\nlanguages:"
    )
    one = collection(
        f"{text}revisions:\n  - {{version: {_yaml(revision)}, changed: {_yaml(revision)}, affects: {_yaml(name)}}}\n"
    )
    entry = one.entries[0]
    assert len(entries_of(feed(one))) == 2
    assert parsed(machine.badge(entry)).findtext(f"{SVG}title", "").startswith(f"release card of {title(entry)}: ")
    assert linked(one, entry)["name"] == entry.title
    assert untexed(bibtex(machine.bibtex(entry))[1]["title"]) == title(entry)
    assert cff(machine.cff(entry))["title"] == title(entry)


def _yaml(text: str) -> str:
    """Return a text as YAML can hold it: without halves of characters, everything else escaped."""
    return '"' + "".join(f"\\U{ord(one):08x}" for one in text if not 0xD800 <= ord(one) < 0xE000) + '"'
