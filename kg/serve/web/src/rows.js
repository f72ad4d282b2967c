// What a row says and where it leads, for every view.

/** Tell a row in a line for each of its cells that says something. */
export const told = (columns, row) =>
  columns
    .filter((column) => row.cells[column.index].text)
    .slice(0, 10)
    .map((column) => `${column.label}: ${row.cells[column.index].text.slice(0, 80)}`)
    .join("\n");

/** Return where a row leads: to its claim, else to the first thing that it names. */
export function leadsTo(columns, row) {
  const claim = columns.find((column) => column.name === "claim");
  return (claim && row.cells[claim.index].href) ?? row.cells.find((cell) => cell.href)?.href;
}

/** Return the first column of few distinct texts, by which rows may be told apart by colour. */
export function coloured(columns, rows, asked) {
  const wanted = asked.by ? [asked.by] : ["source", "speaker", "indicator", "stage", "reporter"];
  for (const name of wanted) {
    const column = columns.find((one) => one.name === name);
    const texts = new Set(column && rows.map((row) => row.cells[column.index].text));
    if (texts.size > 1 && texts.size <= 10) return column;
  }
  return undefined;
}
