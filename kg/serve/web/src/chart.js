// Numbers as a chart, one for each unit: a bounded number is the interval that it allows, never a dot; an open end has
// an arrow.
import { firstOf } from "./table.js";
import { Plot, plotted } from "./plotted.js";
import { coloured, leadsTo, told } from "./rows.js";

const compact = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumSignificantDigits: 3 }).format;
const MOST = 60; // rows that stay legible beside their names

/** Draw the first column of numbers over time, else over names; nothing where no number is. */
export function draw({ columns, rows }, { pane, asked }) {
  const y = firstOf(columns, { names: [asked.y, "amount"], kinds: ["number"] });
  if (!y) return null;
  const x = firstOf(columns, { names: [asked.x], kinds: ["date", "year"] });
  const by = coloured(columns, rows, asked);
  const marks = rows.map((row) => markOf(row, columns, x, y, by)).filter((mark) => mark.figure !== null);
  if (!marks.length) return null;
  const timed = x && marks.some((mark) => mark.x !== null);
  const wanted = timed ? marks.filter((mark) => mark.x !== null) : marks;
  const all = document.createElement("div");
  const units = [...Map.groupBy(wanted, (mark) => mark.unit)].sort(([, a], [, b]) => b.length - a.length);
  for (const [unit, some] of units) {
    const label = [y.label, unit].filter(Boolean).join(", ");
    all.append(timed ? overTime(pane, some, x, label, by) : overNames(pane, some, label, by));
  }
  return all;
}

function markOf(row, columns, x, y, by) {
  const { value, low, high, bounded, unit } = row.cells[y.index];
  return {
    x: x ? row.cells[x.index].value : null,
    name: nameOf(row, columns),
    figure: value,
    unit: unit || unitOf(row, columns),
    low: bounded ? low : value,
    high: bounded ? high : value,
    by: by ? row.cells[by.index].text : "",
    href: leadsTo(columns, row),
    title: told(columns, row),
  };
}

const unitOf = (row, columns) => {
  const unit = columns.find((column) => column.name === "unit");
  return unit ? row.cells[unit.index].text : "";
};

const nameOf = (row, columns) =>
  columns
    .filter((column) => ["text", "key"].includes(column.kind) && column.name !== "claim")
    .map((column) => row.cells[column.index].text)
    .filter(Boolean)
    .slice(0, 2)
    .join(" · ")
    .slice(0, 40);

/** Return the ends between which all is drawn: open intervals run on to them. */
function domain(marks) {
  const ends = marks.flatMap(({ low, high, figure }) => [low, high, figure]).filter((end) => end !== null);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = (most - least || Math.abs(most) || 1) * 0.12;
  return [least >= 0 && least < most / 2 ? 0 : least - room, most + room];
}

function overTime(pane, marks, x, label, by) {
  const [bottom, top] = domain(marks);
  const common = { x: "x", stroke: by ? "by" : undefined, href: "href" };
  const symbols = { x: "x", fill: by ? "by" : "currentColor", href: "href", fontSize: 11 };
  return plotted(pane, {
    x: { label: x.label, type: x.kind === "date" ? "utc" : "linear", tickFormat: x.kind === "year" ? "d" : undefined },
    y: { label, domain: [bottom, top], grid: true, tickFormat: compact },
    color: { legend: Boolean(by) },
    marks: [
      Plot.ruleX(marks, { ...common, y1: (d) => d.low ?? bottom, y2: (d) => d.high ?? top, strokeWidth: 5, strokeOpacity: 0.6, title: "title", tip: true }),
      Plot.text(marks.filter((d) => d.low === d.high), { ...symbols, y: "figure", text: () => "━" }),
      Plot.text(marks.filter((d) => d.high === null), { ...symbols, y: top, text: () => "▲" }),
      Plot.text(marks.filter((d) => d.low === null), { ...symbols, y: bottom, text: () => "▼" }),
    ],
  });
}

function overNames(pane, marks, label, by) {
  const some = marks.slice(0, MOST).map((mark, place) => ({ ...mark, place }));
  const [left, right] = domain(some);
  const common = { y: "place", stroke: by ? "by" : undefined, href: "href" };
  const symbols = { y: "place", fill: by ? "by" : "currentColor", href: "href", fontSize: 11 };
  return plotted(pane, {
    marginLeft: 240,
    height: 60 + some.length * 20,
    x: { label, domain: [left, right], grid: true, tickFormat: compact },
    y: { type: "band", label: null, tickFormat: (place) => some[place]?.name ?? "" },
    color: { legend: Boolean(by) },
    marks: [
      Plot.ruleY(some, { ...common, x1: (d) => d.low ?? left, x2: (d) => d.high ?? right, strokeWidth: 6, strokeOpacity: 0.6, title: "title", tip: true }),
      Plot.tickX(some.filter((d) => d.low === d.high), { ...common, x: "figure", strokeWidth: 3 }),
      Plot.text(some.filter((d) => d.high === null), { ...symbols, x: right, text: () => "▶" }),
      Plot.text(some.filter((d) => d.low === null), { ...symbols, x: left, text: () => "◀" }),
    ],
  });
}
