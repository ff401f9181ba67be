"use strict";
(function () {
  document.documentElement.classList.add("scripted");

  var actual = document.getElementById("filter-true");
  var predicted = document.getElementById("filter-predicted");
  var shown = document.getElementById("filter-count");
  var cards = document.querySelectorAll("#cards li");

  function filter() {
    var count = 0;
    cards.forEach(function (card) {
      var fits = (!actual.value || card.dataset.true === actual.value)
        && (!predicted.value || card.dataset.predicted === predicted.value);
      card.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = count + " shown" + (count === 0 ? "; look for others in predictions.csv" : "");
  }

  if (actual) {
    actual.addEventListener("change", filter);
    predicted.addEventListener("change", filter);
    document.getElementById("filter").addEventListener("reset", function () { setTimeout(filter); });
    filter();
  }

  document.querySelectorAll(".matrix button").forEach(function (cell) {
    cell.addEventListener("click", function () {
      actual.value = cell.dataset.true;
      predicted.value = cell.dataset.predicted;
      filter();
      document.getElementById("mistakes").scrollIntoView();
      actual.focus({ preventScroll: true });
    });
  });

  function value(row, column) {
    var text = row.cells[column].textContent.trim();
    var number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text;
  }

  function compare(a, b) {
    if (typeof a === typeof b) {
      return typeof a === "number" ? a - b : a.localeCompare(b, undefined, { numeric: true });
    }
    return typeof a === "number" ? -1 : 1;
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0];
        var rows = Array.prototype.slice.call(body.rows);
        rows.sort(function (a, b) { return compare(value(a, column), value(b, column)) * (down ? -1 : 1); });
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  });
})();
