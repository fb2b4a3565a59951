/* The catalog: filters with counts, combined, their state in the URL; sorting; search in titles, summaries and facets. */
releasecard.start("catalog", function () {
  "use strict";
  var box = document.querySelector(".rc-filters");
  if (!box || box.dataset.ready) { return; }
  box.dataset.ready = "yes";
  var index = box.closest(".rc-index"), body = index.querySelector("tbody"), said = index.querySelector(".rc-shown");
  var rows = Array.from(body.rows), total = rows.length, more = (box.dataset.pages || "").split(" ").filter(Boolean);
  var facets = Array.from(box.querySelectorAll("[data-facet]"), function (one) { return { name: one.dataset.facet, title: one.textContent }; });
  var state = read(), shownMost = 300;

  function read() {
    var query = new URLSearchParams(location.search), found = { q: query.get("q") || "", sort: query.get("sort") || "", chosen: {} };
    facets.forEach(function (facet) { found.chosen[facet.name] = (query.get(facet.name) || "").split(",").filter(Boolean); });
    return found;
  }
  function write() {
    var query = new URLSearchParams();
    if (state.q) { query.set("q", state.q); }
    facets.forEach(function (facet) { if (state.chosen[facet.name].length) { query.set(facet.name, state.chosen[facet.name].join(",")); } });
    if (state.sort) { query.set("sort", state.sort); }
    try { history.replaceState(null, "", location.pathname + (String(query) ? "?" + query : "")); } catch (error) { /* a file keeps its address */ }
  }
  function values(row, name) { return (row.dataset[name] || "").split(",").filter(Boolean); }
  function text(row) {
    if (!row.rcText) {
      row.rcText = (row.textContent + " " + facets.map(function (facet) { return row.dataset[facet.name] || ""; }).join(" ")).toLowerCase();
    }
    return row.rcText;
  }
  function fits(row, but) {
    return state.q.toLowerCase().split(/\s+/).every(function (word) { return text(row).includes(word); }) && facets.every(function (facet) {
      var chosen = state.chosen[facet.name];
      return facet.name === but || !chosen.length || values(row, facet.name).some(function (one) { return chosen.includes(one); });
    });
  }
  function make(name, properties, children) {
    var made = document.createElement(name);
    Object.keys(properties || {}).forEach(function (key) { made[key] = properties[key]; });
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  var search = make("input", { type: "search", value: state.q, placeholder: "Search names and summaries", className: "rc-search" });
  search.setAttribute("aria-label", "Search the cards");
  search.addEventListener("input", function () { state.q = search.value.trim(); changed(); });
  var sort = make("select", { className: "rc-sort" }, [["", "by title"], ["-released", "newest first"], ["-licensed", "most licensed claims"], ["-answered", "most answered"], ["-findings", "most findings"]].map(function (pair) {
    return make("option", { value: pair[0], textContent: pair[1] });
  }));
  sort.setAttribute("aria-label", "Sort the cards");
  sort.value = state.sort;
  sort.addEventListener("change", function () { state.sort = sort.value; changed(); });
  var clear = make("button", { type: "button", className: "rc-button", textContent: "clear all" });
  clear.addEventListener("click", function () {
    state = { q: "", sort: "", chosen: {} };
    facets.forEach(function (facet) { state.chosen[facet.name] = []; });
    search.value = ""; sort.value = "";
    changed();
  });
  var again = make("button", { type: "button", className: "rc-button", textContent: "show all cards" });
  again.addEventListener("click", function () { clear.click(); search.focus(); });
  var none = make("p", { className: "rc-nothing-fits", hidden: true }, ["No card fits all of this. ", again]);
  index.querySelector("table").after(none);
  var groups = facets.map(function (facet) {
    var list = make("div", { className: "rc-facet-list" });
    var count = make("span", { className: "rc-facet-count" });
    var summary = make("summary", {}, [facet.title, count]);
    facet.list = list; facet.count = count;
    return make("details", { className: "rc-facet" }, [summary, list]);
  });
  groups.forEach(function (group) {
    group.addEventListener("toggle", function () {
      if (group.open && more.length) { load(); }
      if (group.open) { groups.forEach(function (other) { if (other !== group) { other.open = false; } }); }
    });
    group.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && group.open) { group.open = false; group.querySelector("summary").focus(); }
    });
  });
  document.addEventListener("click", function (event) {
    groups.forEach(function (group) { if (group.open && !group.contains(event.target)) { group.open = false; } });
  });
  box.replaceChildren(make("div", { className: "rc-filter-row" }, [search, sort]), make("div", { className: "rc-filter-row" }, groups.concat([clear])));
  box.hidden = false;

  function options() {
    facets.forEach(function (facet) {
      var found = new Map();
      rows.forEach(function (row) { values(row, facet.name).forEach(function (one) { if (!found.has(one)) { found.set(one, 0); } }); });
      rows.forEach(function (row) { if (fits(row, facet.name)) { new Set(values(row, facet.name)).forEach(function (one) { found.set(one, found.get(one) + 1); }); } });
      state.chosen[facet.name].forEach(function (one) { if (!found.has(one)) { found.set(one, 0); } });
      var sorted = Array.from(found).sort(function (a, b) { return b[1] - a[1] || a[0].localeCompare(b[0]); });
      var focused = document.activeElement && facet.list.contains(document.activeElement) ? document.activeElement.value : null;
      facet.list.replaceChildren.apply(facet.list, sorted.map(function (pair) {
        var input = make("input", { type: "checkbox", value: pair[0], checked: state.chosen[facet.name].includes(pair[0]) });
        input.addEventListener("change", function () {
          var chosen = state.chosen[facet.name].filter(function (one) { return one !== pair[0]; });
          state.chosen[facet.name] = input.checked ? chosen.concat([pair[0]]) : chosen;
          changed();
        });
        var label = make("label", { className: pair[1] ? "" : "rc-quiet" }, [input, " " + pair[0].replace(/_/g, " ") + " ", make("span", { className: "rc-quiet", textContent: pair[1] })]);
        if (pair[0] === focused) { setTimeout(function () { input.focus(); }); }
        return label;
      }));
      facet.count.textContent = state.chosen[facet.name].length ? " " + state.chosen[facet.name].length : "";
    });
  }
  function show() {
    var key = state.sort.replace("-", ""), sorted = rows.slice().sort(function (a, b) {
      if (!key) { return (a.dataset.broken ? 1 : 0) - (b.dataset.broken ? 1 : 0) || a.dataset.title.localeCompare(b.dataset.title); }
      var one = a.dataset[key] || "", other = b.dataset[key] || "";
      return key === "released" ? other.localeCompare(one) : Number(other) - Number(one);
    });
    var found = sorted.filter(function (row) { return fits(row); });
    var kept = new Set(found.slice(0, shownMost));
    sorted.forEach(function (row) { row.hidden = !kept.has(row); });
    body.append.apply(body, sorted);
    said.textContent = found.length + " of " + rows.length + " cards" + (found.length > shownMost ? ", the first " + shownMost + " shown" : "");
    none.hidden = found.length > 0;
    clear.hidden = !(state.q || state.sort || facets.some(function (facet) { return state.chosen[facet.name].length; }));
    var pager = index.querySelector(".rc-pager");
    if (pager) { pager.hidden = !clear.hidden; }
  }
  function changed() {
    if (more.length) { return load(); }
    write(); options(); show();
  }
  /* The rows of the other pages, made when this site was built. */
  function load() {
    var left = more.length, pages = more;
    more = [];
    releasecard.rows = function (html) {
      var holder = document.createElement("template");
      holder.innerHTML = "<table><tbody>" + html + "</tbody></table>";
      rows = rows.concat(Array.from(holder.content.querySelectorAll("tr")));
    };
    function one() { left -= 1; if (!left) { changed(); } }
    pages.forEach(function (page) {
      var script = make("script", { src: page });
      script.addEventListener("load", one);
      script.addEventListener("error", one);
      document.head.append(script);
    });
  }
  var asked = state.q || state.sort || facets.some(function (facet) { return state.chosen[facet.name].length; });
  options();
  if (asked) { changed(); } else { clear.hidden = true; }
});
