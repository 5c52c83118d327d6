"use strict";
for (const figure of document.querySelectorAll("figure.table")) {
  const body = figure.querySelector("tbody");
  if (!body) continue;
  const rows = [...body.rows];
  const search = figure.querySelector("input");
  if (search) search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  for (const head of figure.querySelectorAll("th")) {
    const sort = () => {
      const down = head.ariaSort === "ascending";
      for (const other of head.parentNode.cells) other.ariaSort = null;
      head.ariaSort = down ? "descending" : "ascending";
      const column = head.cellIndex;
      rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column), value(b, column)));
      body.append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  }
}
