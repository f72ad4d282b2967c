// An answer as a table that can be sorted and filtered, and its other views.
import { readTable, shown } from "./table.js";

const views = {
  chart: () => import("./chart.js"),
  timeline: () => import("./timeline.js"),
  map: () => import("./map.js"),
  network: () => import("./network.js"),
};

/** Make an answer sortable, filterable and viewable; its controls, which the server wrote, come out of hiding.
 * A view that is chosen stands in the address, and goes before the one that the query asks for. */
export function start(section) {
  const table = section.querySelector("table[data-table]");
  if (!table) return;
  const data = readTable(table);
  section.querySelectorAll("[data-with-scripts]").forEach((one) => (one.hidden = false));
  const asked = { x: section.dataset.x, y: section.dataset.y, by: section.dataset.by };
  const pane = section.querySelector("[data-pane]");
  const state = { view: "table" };
  const redraw = () => show(section, pane, data, state, asked);

  data.columns.forEach((column) => makeSortable(table, data, column, redraw));
  section.querySelector("[data-filter]")?.addEventListener("input", ({ target }) => {
    const wanted = target.value.toLocaleLowerCase();
    for (const { element } of data.rows) element.hidden = !element.textContent.toLocaleLowerCase().includes(wanted);
    const count = section.querySelector("[data-count]");
    if (count) count.textContent = `${shown(data.rows).length} / ${data.rows.length}`;
    redraw();
  });
  for (const button of section.querySelectorAll("[data-view-of]")) {
    button.addEventListener("click", () => {
      state.view = button.dataset.viewOf;
      history.replaceState(null, "", `#${state.view}`);
      redraw();
    });
  }
  const wanted = location.hash.slice(1) || section.dataset.view;
  if (wanted in views) {
    state.view = wanted;
    redraw();
  }
}

function makeSortable(table, data, column, redraw) {
  const head = table.tHead.rows[0].cells[column.index];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    data.rows.sort((a, b) => (down ? -1 : 1) * order(a.cells[column.index], b.cells[column.index]));
    table.tBodies[0].append(...data.rows.map((row) => row.element));
    redraw();
  });
}

/** Compare two cells; what is empty comes last going up. */
function order({ value: a }, { value: b }) {
  if (a === null || b === null) return (a === null) - (b === null);
  return typeof a === "string" ? a.localeCompare(b, document.documentElement.lang, { numeric: true }) : a - b;
}

async function show(section, pane, data, state, asked) {
  const { view } = state;
  const turn = (state.turn = (state.turn ?? 0) + 1);
  for (const button of section.querySelectorAll("[data-view-of]")) {
    button.setAttribute("aria-pressed", String(button.dataset.viewOf === view));
  }
  section.querySelector("[data-table-pane]").hidden = view !== "table";
  pane.hidden = view === "table";
  pane.dispatchEvent(new Event("leave"));
  if (view === "table") return pane.replaceChildren();
  const { draw } = await views[view]();
  const drawn = await draw({ columns: data.columns, rows: shown(data.rows) }, { pane, asked, section });
  if (turn === state.turn) pane.replaceChildren(drawn ?? said(section, view));
}

/** Say why there is no such picture, in the words that the server gave. */
function said(section, view) {
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = section.dataset[`no${view[0].toUpperCase()}${view.slice(1)}`] ?? "—";
  return line;
}
