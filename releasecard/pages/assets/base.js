/* What all pages share: a name for the scripts that cards bring, and a start on every page, also where a site swaps pages without a load. */
window.releasecard = window.releasecard || {};
(function (releasecard) {
  "use strict";
  var starts = {};
  /* A page's own script may come after the page did: it is started at once then, and again on every page that follows. */
  releasecard.start = function (name, run) {
    starts[name] = run;
    if (document.readyState === "complete") { run(); }
  };
  function all() {
    Object.keys(starts).forEach(function (name) { starts[name](); });
    unfold();
    fold();
    label();
    copies();
  }
  /* A link into a folded part unfolds it, whatever the browser does by itself. */
  function unfold() {
    var id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (error) { /* it is no address of ours */ }
    var found = id && document.getElementById(id);
    if (!found) { return; }
    var opened = false;
    for (var one = found.closest("details"); one; one = one.parentElement.closest("details")) {
      if (!one.open) { one.open = true; one.removeAttribute("data-folded"); opened = true; }
    }
    if (opened) { found.scrollIntoView(); }
  }
  /* The tables of every field repeat the page: on paper they are what the reader left them, though a theme opens all for it. */
  function fold() {
    document.querySelectorAll(".rc-fields:not([open])").forEach(function (one) { one.setAttribute("data-folded", ""); });
  }
  document.addEventListener("click", function (event) {
    var summary = event.target.closest(".rc-fields > summary");
    if (summary) { summary.parentElement.toggleAttribute("data-folded", summary.parentElement.open); }
  });
  /* Material's search dialog has no name of its own. */
  function label() {
    var search = document.querySelector(".md-search");
    if (search && !search.hasAttribute("aria-label")) { search.setAttribute("aria-label", "Search"); }
  }
  function copies() {
    document.querySelectorAll(".rc-cite pre").forEach(function (code) {
      if (code.previousElementSibling && code.previousElementSibling.matches("button")) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.className = "rc-button";
      button.textContent = "copy";
      button.addEventListener("click", function () {
        write(code.textContent).then(function (done) { button.textContent = done ? "copied" : "select and copy"; });
      });
      code.before(button);
    });
  }
  function write(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return false; });
    }
    var area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    area.remove();
    return Promise.resolve(done);
  }
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("article details:not([open], [data-folded])").forEach(function (one) { one.open = true; one.dataset.printed = ""; });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("article details[data-printed]").forEach(function (one) { one.open = false; delete one.dataset.printed; });
  });
  /* Each start looks whether its work is done: a theme may tell of the first page, or only of those that follow. */
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", all); } else { setTimeout(all); }
  if (window.document$ && window.document$.subscribe) { window.document$.subscribe(all); }
})(window.releasecard);
