// What holds from one day until another as bars on a line of time; an end that is not known runs on.
import { firstOf } from "./table.js";
import { Plot, dayFormat, plotted } from "./plotted.js";
import { coloured, leadsTo, told } from "./rows.js";

const MOST = 80;

/** Draw each row from its first day until its second; nothing where no column holds days. */
export function draw({ columns, rows }, { pane, asked }) {
  const days = columns.filter((column) => column.kind === "date" || column.kind === "year");
  if (!days.length) return null;
  const from = firstOf(columns, { names: [asked.x] }) ?? days[0];
  const until = days.find((column) => column !== from && /until|to|end/.test(column.name));
  const by = coloured(columns, rows, asked);
  const label = firstOf(columns, { names: [asked.y, "words", "title", "name"], kinds: ["key", "text"] });
  const bars = rows
    .map((row) => ({
      from: dayOf(row.cells[from.index], from),
      until: until ? dayOf(row.cells[until.index], until) : null,
      name: label ? row.cells[label.index].text.slice(0, 45) : "",
      by: by ? row.cells[by.index].text : "",
      href: leadsTo(columns, row),
      title: told(columns, row),
    }))
    .filter((bar) => bar.from)
    .sort((a, b) => a.from - b.from)
    .slice(0, MOST)
    .map((bar, place) => ({ ...bar, place }));
  if (!bars.length) return null;
  const last = new Date(Math.max(...bars.map((bar) => bar.until ?? bar.from)));
  const common = { y: "place", stroke: by ? "by" : undefined };
  return plotted(pane, {
    marginLeft: 270,
    height: 60 + bars.length * 20,
    x: { type: "utc", label: from.label, grid: true, tickFormat: dayFormat(bars.map((bar) => bar.from)) },
    y: { type: "band", label: null, tickFormat: (place) => bars[place]?.name ?? "" },
    color: { legend: Boolean(by) },
    marks: [
      Plot.ruleY(bars.filter((bar) => bar.until), { ...common, x1: "from", x2: "until", strokeWidth: 8, strokeOpacity: 0.6 }),
      Plot.ruleY(bars.filter((bar) => until && !bar.until), { ...common, x1: "from", x2: last, strokeWidth: 3, strokeDasharray: "3 3" }),
      Plot.tickX(bars, { ...common, x: "from", strokeWidth: 4, href: "href", title: "title", tip: true }),
    ],
  });
}

const dayOf = (cell, column) =>
  cell.value === null ? null : column.kind === "year" ? new Date(Date.UTC(cell.value, 0, 1)) : cell.value;
