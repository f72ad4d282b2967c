// A table of an answer as data: what the server wrote into it, read once.

/**
 * Read a table: `columns` with `name`, `label`, `kind` (number, date, year, point, key, text), and `rows` of cells.
 * A cell has its `text`, its `value` as its kind has it (null where it is empty), the ends `low` and `high` of what a
 * number allows (null where an end is open) and its `unit`, its `key`, its `href`, and the `points` where it lies.
 */
export function readTable(table) {
  const columns = [...table.tHead.rows[0].cells].map((head, index) => ({
    index,
    name: head.dataset.name ?? head.textContent.trim(),
    label: head.textContent.trim(),
    kind: head.dataset.kind ?? "text",
  }));
  const rows = [...table.tBodies[0].rows].map((element) => ({
    element,
    cells: columns.map((column) => readCell(element.cells[column.index], column.kind)),
  }));
  return { columns, rows };
}

function readCell(cell, kind) {
  const text = cell.textContent.trim();
  const { key, value = text, low, high, unit = "", point } = cell.dataset;
  return {
    text,
    key,
    value: valueOf(value, kind),
    unit,
    bounded: low !== undefined || high !== undefined,
    low: low ? Number(low) : null,
    high: high ? Number(high) : null,
    href: cell.querySelector("a")?.href,
    points: [...(kind === "point" ? [pointOf(value)] : []), ...(point ? [pointOf(point)] : [])].filter(Boolean),
  };
}

function valueOf(value, kind) {
  if (value === "") return null;
  if (kind === "number" || kind === "year") return Number(value);
  return kind === "date" ? new Date(value) : value;
}

/** Read a point as WKT or as `longitude latitude`. */
function pointOf(text) {
  const found = /^(?:<[^>]*>\s*)?(?:POINT\s*\()?\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)?$/i.exec(text.trim());
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/** Return the rows that a filter has not hidden. */
export const shown = (rows) => rows.filter((row) => !row.element.hidden);

/** Return the first column of one of some kinds, or of one of some names. */
export const firstOf = (columns, { kinds = [], names = [] }) =>
  names.map((name) => columns.find((column) => column.name === name)).find(Boolean) ??
  columns.find((column) => kinds.includes(column.kind));
