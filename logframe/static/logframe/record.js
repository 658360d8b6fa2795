// The recording grid by keyboard: Enter and the arrows go to the same column of the next row, as in
// a spreadsheet. What cannot reach the server is told where it was typed.
const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

function cellsOfColumn(input) {
  const column = input.closest("td").cellIndex;
  const rows = [...input.closest("table").rows];
  return rows.map((row) => row.cells[column]?.querySelector("input:not([type=hidden]), select")).filter(Boolean);
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  const step = STEPS[event.key];
  if (!step || !input.matches(".grid input, .grid select")) return;
  if (event.key !== "Enter" && (input.matches("select, [type=date]") || event.altKey)) return;
  event.preventDefault();
  const column = cellsOfColumn(input);
  const next = column[column.indexOf(input) + step];
  // A change is told when the field is left, also where there is no next one.
  if (next) next.focus();
  else input.blur();
  if (next?.select) next.select();
});

function tellNotSaved(event) {
  const place = event.target.querySelector?.("output") ?? event.detail.target;
  const text = document.getElementById(event.detail.xhr?.status === 401 ? "signed-out" : "not-reached");
  place?.replaceChildren(text.content.cloneNode(true), ...place.querySelectorAll("input[type=hidden]"));
}

document.addEventListener("htmx:responseError", tellNotSaved);
document.addEventListener("htmx:sendError", tellNotSaved);
