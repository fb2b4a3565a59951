/* The compare page: loads the cards that are chosen, holds them against one another, keeps the choice in the address.
   What cards say only ever becomes text. Does nothing on other pages. */
(() => {
  "use strict";
  const MOST = 4, LINES = 5, SHORT = 70;
  const SAME = 0, UNTOLD = 1, DIFFERS = 2;
  const WORDS = ["same", "cannot be told", "differs"];
  const NAMES = ["rc-same", "rc-untold", "rc-differs"];
  const releasecard = (window.releasecard ??= {});
  const loaded = (releasecard.cards ??= new Map());
  releasecard.compared = (card) => loaded.set(document.currentScript.src, card);

  const make = (tag, name, ...children) => {
    const found = document.createElement(tag);
    if (name) found.className = name;
    found.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return found;
  };
  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const cut = (text, most) => (text.length > most ? `${text.slice(0, most).trimEnd()} …` : text);

  /* Whether two values are the same: numbers by their bounds, texts without case and white space. */
  const fold = (said) => said.is ?? said.text.toLowerCase().replace(/\s+/g, "");
  const above = (one, other) => one[0] !== null && other[1] !== null && one[0] > other[1] * 1.05;
  const numbers = (one, other) => {
    if (!one[2] && !other[2]) return one[0] === other[0] ? SAME : DIFFERS;
    return above(one, other) || above(other, one) ? DIFFERS : UNTOLD;
  };
  const relation = (one, other) => {
    if (one.gap || other.gap) return one.gap === "not_applicable" && other.gap === one.gap ? SAME : UNTOLD;
    const equal = fold(one) === fold(other);
    if (equal) return one.vague || other.vague ? UNTOLD : SAME;
    if (one.range && other.range) return numbers(one.range, other.range);
    return one.prose || other.prose ? UNTOLD : DIFFERS;
  };
  const inside = (ones, others) => Math.max(...ones.map((one) => Math.min(...others.map((other) => relation(one, other)))));
  const sets = (one, other) => {
    if (!one || !other || one.more || other.more) return UNTOLD;
    return Math.max(inside(one.values, other.values), inside(other.values, one.values));
  };
  const state = (cells) => {
    let found = SAME;
    cells.forEach((one, index) => cells.slice(index + 1).forEach((other) => { found = Math.max(found, sets(one, other)); }));
    return found;
  };

  const aligned = (cards) => {
    const found = new Map();
    cards.forEach((card, index) => card.rows.forEach((row) => {
      if (!found.has(row.key)) found.set(row.key, { ...row, cells: cards.map(() => null) });
      found.get(row.key).cells[index] = row;
    }));
    const rows = [...found.values()].sort((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : 0));
    rows.forEach((row) => { row.state = row.bare ? null : state(row.cells); });
    return rows;
  };

  /* One shape of table for all: a field, a cell for each card, whether they differ. */
  const chip = (found) => (found === null ? null : make("span", `rc-state ${NAMES[found]}`, WORDS[found]));
  const value = (card, said, most) => {
    const text = most ? cut(said.text, most) : said.text;
    const name = said.gap ? "rc-gap" : said.mark ? `rc-${said.mark}` : "";
    const shown = make(said.at ? "a" : "span", name, text);
    if (said.at) shown.href = `${card.page}#${encodeURIComponent(said.at)}`;
    return shown;
  };
  const cell = (card, row) => {
    const found = make("td", "");
    if (!row) return make("td", "rc-nothing", make("span", "rc-quiet", "nothing stated"));
    row.values.forEach((said) => {
      const of = said.of?.length ? make("span", "rc-of", `${said.of.join(", ")} `) : null;
      found.append(make("div", "", of, value(card, said)));
    });
    if (row.more) found.append(make("div", "rc-quiet", `and ${row.more} more`));
    return found;
  };
  const heading = (cards, first) => make("thead", "", make("tr", "", [make("th", "", first), ...cards.map((card) => make("th", "", card.title))].map((one) => {
    one.scope = "col";
    return one;
  })));
  const line = (label, found, cells, cards) => {
    const name = make("th", "", make("span", "rc-label", label), chip(found));
    name.scope = "row";
    const row = make("tr", found === null ? "" : NAMES[found], name, cells);
    cells.forEach((one, index) => { one.dataset.card = cards[index].name; });
    return row;
  };
  const group = (title, rows, cards) => {
    const head = title ? make("th", "", title) : null;
    if (head) { head.colSpan = cards.length + 1; head.scope = "rowgroup"; }
    return make("tbody", "", head && make("tr", "rc-group", head), rows);
  };
  const table = (name, groups, cards, first = "field") =>
    make("table", `rc-table rc-beside rc-beside-${cards.length}`, make("caption", "rc-unseen", name), heading(cards, first), groups);

  /* The fields, by question. */
  const fields = (rows, cards) => {
    const groups = [];
    let title = null, lines = [];
    const close = () => { if (lines.length) groups.push(group(title, lines, cards)); lines = []; };
    rows.forEach((row) => {
      if (row.section !== title) { close(); title = row.section; }
      lines.push(line(row.label, row.state, row.cells.map((one, index) => cell(cards[index], one)), cards));
    });
    close();
    return groups;
  };

  /* The ledger: each knob, by the rows that speak of it. */
  const knobs = (rows) => [...document.querySelectorAll("tr[data-knob]")].map((one) => {
    const own = rows.filter((row) => row.knob === one.dataset.knob).sort((a, b) => b.state - a.state || b.cells.filter(Boolean).length - a.cells.filter(Boolean).length);
    const there = own.some((row) => row.cells.some((card) => card?.values.some((said) => said.gap !== "not_applicable")));
    return { name: one.cells[0].textContent, moves: one.dataset.moves, rows: there ? own : [], state: there ? own[0].state : null };
  });
  const spoken = (knob, card, index) => {
    if (!knob.rows.some((row) => row.cells[index])) return cell(card, null);
    const short = (row) => row.label.split(" · ").pop();
    const alike = (row) => knob.rows.filter((other) => short(other) === short(row)).length > 1;
    const found = make("td", "");
    knob.rows.slice(0, LINES).forEach((row) => {
      const said = row.cells[index]?.values.map((one, at) => [at ? ", " : "", value(card, one, SHORT)]) ?? make("span", "rc-quiet", "nothing stated");
      found.append(make("div", "", make("span", "rc-of", `${alike(row) ? `${row.section}: ` : ""}${short(row)} `), said));
    });
    const more = knob.rows.length - LINES;
    if (more > 0) found.append(make("div", "rc-quiet", `and ${more} more below`));
    return found;
  };
  const ledger = (found, cards) => {
    const lines = found.filter((knob) => knob.rows.length).map((knob) => {
      const row = line(knob.name, knob.state, cards.map((card, index) => spoken(knob, card, index)), cards);
      const moves = knob.moves ? `can move ${knob.moves}` : "";
      row.firstChild.append(make("span", "rc-quiet rc-moves", moves));
      return row;
    });
    return table("Comparison ledger", [group(null, lines, cards)], cards, "knob");
  };
  const verdict = (found) => {
    const names = (wanted) => found.filter((knob) => knob.state === wanted).map((knob) => knob.name);
    const apart = names(DIFFERS), open = names(UNTOLD), none = names(null);
    const lead = `${count(apart.length, "knob differs", "knobs differ")}, ${open.length} cannot be told`;
    const end = apart.length + open.length === 0
      ? "no knob that they speak of tells these cards apart"
      : apart.length === 1 && open.length === 0
        ? `a difference in scores may be credited to ${apart[0]}, if all else that no card speaks of is the same`
        : "a difference in scores between these cards cannot be credited to any one of them";
    const measured = ["inference compute", "evaluation protocol"].filter((name) => apart.includes(name) || open.includes(name));
    return { short: lead, lead: `${lead}: ${end}.`, measured, apart, open, none };
  };

  /* Benchmarks that two cards score: the best row of each, first of those it makes, its protocol, the other rows. */
  const SETTINGS = { metric: "Kind of metric", samples: "Samples", temperature: "Temperature", top_p: "Top p", max_tokens: "Max tokens",
    prompt_format: "Prompt format", harness: "Harness", verifier: "Verifier", selection: "Selection" };
  const shared = (cards) => {
    const found = new Map();
    cards.forEach((card, index) => card.benchmarks.forEach((one) => {
      if (!found.has(one.key)) found.set(one.key, { name: one.name, cells: cards.map(() => null) });
      found.get(one.key).cells[index] ??= one;
    }));
    return [...found.values()].filter((one) => one.cells.filter(Boolean).length > 1);
  };
  const best = (one) => one && [...one.scores].sort((a, b) => a.rank - b.rank || (one.lower ? a.value - b.value : b.value - a.value));
  const benchmark = (one, cards) => {
    const ranked = one.cells.map(best);
    const scored = (index) => (said) => ({ ...said, text: `${said.text}${one.cells[index].unit === "percent" ? " %" : ` ${one.cells[index].unit}`}`, of: [] });
    const lines = [line("Best score of its own", null, cards.map((card, index) => {
      if (!ranked[index]) return make("td", "", make("span", "rc-quiet", "not scored"));
      const first = ranked[index][0];
      return make("td", "rc-score", make("strong", "", value(card, scored(index)(first))), make("div", "rc-quiet", `${["", "run again, ", "of the rows it ran, ", "not its own, "][first.rank]}${first.of}: ${first.says}`));
    }), cards)];
    Object.entries(SETTINGS).forEach(([key, label]) => {
      const cells = one.cells.map((own, index) => {
        const said = own && own.protocols[ranked[index][0].protocol][key];
        return said ? { values: [said] } : null;
      });
      if (!cells.some(Boolean)) return;
      lines.push(line(label, state(cells.filter((_, index) => one.cells[index])), cells.map((own, index) => cell(cards[index], own)), cards));
    });
    lines.push(line("Other rows", null, cards.map((card, index) => make("td", "", (ranked[index] ?? []).slice(1, 1 + 2 * LINES).map((said) =>
      make("div", "", make("span", "rc-of", `${said.of} `), value(card, scored(index)(said)))))), cards));
    return group(one.name, lines, cards);
  };

  const titled = (level, text, ...rest) => make("section", "", make(level, "", text), rest);
  const show = (region, cards, form, only) => {
    const rows = aligned(cards), found = knobs(rows), said = verdict(found), both = shared(cards);
    const questions = form.dataset.questions.split("|");
    const kinds = [...new Set(cards.map((card) => card.kind))];
    const box = make("input", "");
    box.type = "checkbox";
    box.checked = only;
    const toggle = make("label", "rc-only-label", box, " Only differences");
    const hidden = make("p", "rc-quiet rc-none-differ", "No field is seen to differ.");
    const parts = questions.map((question, number) => {
      const own = rows.filter((row) => row.question === number);
      const [alone, common] = [true, false].map((is) => own.filter((row) => (row.cells.filter(Boolean).length === 1) === is));
      const rest = alone.length ? make("details", "rc-alone", make("summary", "", `${count(alone.length, "field", "fields")} that only one of these cards states`),
        table(`${question} Stated by one card`, fields(alone, cards), cards)) : null;
      return own.length ? titled("h3", number ? `${number}. ${question}` : question, common.length ? table(question, fields(common, cards), cards) : null, rest) : null;
    });
    const side = titled("h2", "Field by field", make("p", "rc-tools", toggle, make("span", "rc-quiet",
      "Things stand beside one another by what they are for, not by their ids.")), hidden, parts);
    const narrow = () => {
      side.classList.toggle("rc-only", box.checked);
      side.querySelectorAll("tbody").forEach((body) => { body.hidden = box.checked && !body.querySelector("tr.rc-differs"); });
      side.querySelectorAll("section").forEach((part) => { part.hidden = box.checked && !part.querySelector("tr.rc-differs"); });
      hidden.hidden = !box.checked || side.querySelector("tr.rc-differs") !== null;
    };
    box.addEventListener("change", () => { narrow(); form.dispatchEvent(new CustomEvent("only", { detail: box.checked })); });
    narrow();
    const callout = make("div", "rc-verdict", make("p", "", make("strong", "", said.lead)),
      kinds.length > 1 ? make("p", "", `These are of different kinds: ${kinds.join(", ")}. Much of what one states cannot stand on the other.`) : null,
      said.measured.length ? make("p", "", `With ${said.measured.join(" and ")} not known to be the same, the measurement may have moved and not the model.`) : null,
      said.none.length ? make("p", "rc-quiet", `None of these cards has, or speaks of: ${said.none.join(", ")}.`) : null);
    region.replaceChildren(
      titled("h2", "Comparison ledger", callout, ledger(found, cards)),
      both.length
        ? titled("h2", "Shared benchmarks", table("Shared benchmarks", both.map((one) => benchmark(one, cards)), cards, "benchmark"))
        : titled("h2", "Shared benchmarks", make("p", "rc-quiet", "No benchmark is scored by two of these cards.")),
      side,
    );
    region.hidden = false;
    return said.short;
  };

  const load = (src) => {
    if (loaded.has(src)) return Promise.resolve(loaded.get(src));
    return new Promise((resolve) => {
      const script = make("script", "");
      script.src = src;
      script.onload = () => resolve(loaded.get(src));
      script.onerror = () => { script.remove(); resolve(undefined); };
      document.head.append(script);
    });
  };

  const start = () => {
    const form = document.getElementById("rc-compare");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    const status = document.getElementById("rc-compare-said"), region = document.getElementById("rc-compared");
    const inputs = [...form.querySelectorAll("select, input")];
    const options = [...(inputs[0].options ?? form.querySelector("datalist").options)].filter((one) => one.value);
    const known = new Map(options.map((one) => [one.value, one.textContent]));
    inputs.slice(1).forEach((input) => { if (input.options) options.forEach((one) => input.append(one.cloneNode(true))); });
    const asked = new URLSearchParams(location.search);
    let only = asked.get("only") === "differences", turn = 0;

    const address = (names) => {
      const query = names.length ? `?cards=${names.map(encodeURIComponent).join(",")}${only ? "&only=differences" : ""}` : "";
      try { history.replaceState(history.state, "", `${location.pathname}${query}`); } catch { /* a file has no history to write */ }
    };
    const told = (unknown) => (unknown.length ? `Not a card of this site: ${unknown.map((one) => cut(one, SHORT)).join(", ")}. ` : "");
    const update = async (names, unknown, left = []) => {
      const own = (turn += 1);
      if (names.length < 2) {
        region.hidden = true;
        region.replaceChildren();
        status.textContent = `${told(unknown)}Choose ${names.length ? "a second card" : "two cards or more"}.`;
        return;
      }
      status.textContent = "Loading …";
      const cards = await Promise.all(names.map((name) => load(new URL(`${form.dataset.folder}${name}.js`, document.baseURI).href)));
      if (own !== turn) return;
      const lost = names.filter((_, index) => !cards[index]);
      const there = cards.filter(Boolean);
      const lead = there.length > 1 ? show(region, there, form, only) : "";
      region.hidden = there.length < 2;
      const failed = lost.length ? `Could not be loaded: ${lost.join(", ")}. ` : "";
      const over = left.length ? `No more than ${MOST} stand side by side; left out: ${left.join(", ")}. ` : "";
      status.textContent = `${told(unknown)}${failed}${over}${lead && `${there.length} cards side by side: ${lead}.`}`;
    };
    const typed = (text) => (known.has(text) ? text : options.find((one) => one.textContent.toLowerCase() === text.toLowerCase())?.value);
    const chosen = () => {
      const texts = [...new Set(inputs.map((input) => input.value.trim()).filter(Boolean))];
      const names = [...new Set(texts.map(typed).filter(Boolean))];
      address(names);
      update(names, texts.filter((text) => !typed(text)));
    };
    form.addEventListener("change", chosen);
    form.addEventListener("submit", (event) => { event.preventDefault(); chosen(); });
    form.addEventListener("only", (event) => { only = event.detail; address([...new Set(inputs.map((input) => typed(input.value.trim())).filter(Boolean))]); });
    const names = [...new Set((asked.get("cards") ?? "").split(",").map((name) => name.trim()).filter(Boolean))];
    const there = names.filter((name) => known.has(name)).slice(0, MOST);
    inputs.forEach((input, index) => { input.value = there[index] ?? ""; });
    form.hidden = false;
    update(there, names.filter((name) => !known.has(name)), names.filter((name) => known.has(name)).slice(MOST));
  };

  /* `document$` tells of pages that come without loading; on a file it may tell of none, not even of the first. */
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  window.document$?.subscribe(start);
})();
