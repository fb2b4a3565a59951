"""Payloads that have fired somewhere: HTML, Markdown, attribute lists, templates, snippets, links, names."""

from __future__ import annotations

import json

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</pre></code></td><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](x){ onerror=alert(1) }",
    "# h { onclick=alert(1) }",
    "{{ 7*7 }} {% for x in config %}{{ x }}{% endfor %}",
    '--8<-- "planted.txt"',
    ";--8<-- planted.txt",
    "::: releasecard planted.txt",
    "```\n<script>alert(1)</script>\n```",
    "a\n\n<script>alert(1)</script>\n\n# heading",
    "'\"><script>alert(1)</script>",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066 \u200b \u0007",
    "| a | b | <b>x</b> |",
    "*[HTML]: <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\U0001f600 [click](javascript:alert(1)) ![t](https://evil.example/t.png) <script>alert(1)</script>",
    "www.evil.example",
    "x" * 900,
)


def card(payload: str, name: str = "hostile") -> str:
    """Return a card with the payload in every kind of place: texts, ids, keys, links, lists, gaps, comments."""
    text = json.dumps(payload)
    comment = "".join(one for one in " ".join(payload.split()) if one.isprintable())
    return f"""\
releasecard: 1 # {comment}
kind: dataset
name: {json.dumps(name)}
version: {text}
title: {text}
summary: {text}
released: {text}
card: {{by: {text}, date: 2026-01-01, stance: third_party}}
license: {{data: {text}}}
links: {{paper: {text}, data: ["https://example.org/{"x"}", {text}]}}
languages: [{text}]
training_use: [{text}]
objects:
  {text}:
    type: {text}
    records: {text}
    splits: {{{text}: 3}}
    says: {text}
claims:
  c: {{kind: gain, says: {text}, about: {text}, evidence: [{text}, objects]}}
provenance:
  filters: {{not_applicable: {text}}}
baselines:
  released: {{conflict: {{{text}: {text}, b: 3}}}}
sources:
  paper: {{role: data_release, url: {text}}}
cited:
  all: {json.dumps("paper " + payload)}
{text}: {text}
"""
