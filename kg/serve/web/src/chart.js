// Numbers as a chart, one for each unit: a bounded number is the interval that it allows, never a dot; an open end has
// an arrow.
import { firstOf } from "./table.js";
import { Plot, compact, dayFormat, plotted } from "./plotted.js";
import { coloured, leadsTo, told } from "./rows.js";

const WIDTH = 6;
const THIN = 0.005; // of a chart: half of the least height of a mark
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
  const groups = [...new Set(wanted.map((mark) => mark.by))];
  const all = document.createElement("div");
  const units = [...Map.groupBy(wanted, (mark) => mark.unit)].sort(([, a], [, b]) => b.length - a.length);
  for (const [unit, some] of units) {
    const label = [y.label, unit].filter(Boolean).join(", ");
    all.append(timed ? overTime(pane, some, x, label, groups) : overNames(pane, some, label, groups));
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

function overTime(pane, marks, x, label, groups) {
  const [bottom, top] = domain(marks);
  const common = { x: "x", stroke: "by", href: "href" };
  const arrows = { x: "x", fill: "by", symbol: "triangle", r: 5 };
  const beside = groups.flatMap((by, place) => {
    const some = marks.filter((mark) => mark.by === by);
    const dx = (place - (groups.length - 1) / 2) * WIDTH * 1.3;
    return [
      Plot.ruleX(some, { ...common, dx, y1: lower(bottom, top), y2: upper(bottom, top), strokeWidth: WIDTH, strokeOpacity: 0.7, title: "title" }),
      Plot.dot(some.filter((d) => d.high === null), { ...arrows, dx, y: top }),
      Plot.dot(some.filter((d) => d.low === null), { ...arrows, dx, y: bottom, rotate: 180 }),
    ];
  });
  return plotted(pane, {
    x: { inset: 25, label: x.label, type: x.kind === "date" ? "utc" : "linear", tickFormat: x.kind === "year" ? "d" : dayFormat(marks.map((mark) => mark.x)) },
    y: { label, domain: [bottom, top], grid: true, tickFormat: compact },
    color: { domain: groups, legend: groups.length > 1 },
    marks: [...beside, Plot.tip(marks, Plot.pointer({ x: "x", y: "figure", title: "title" }))],
  });
}

/** Return what gives an end of a mark: an open one is that of the chart, and the thinnest mark can still be seen. */
const lower = (first, last) => (mark) => Math.min(mark.low ?? first, mark.figure - (last - first) * THIN);
const upper = (first, last) => (mark) => Math.max(mark.high ?? last, mark.figure + (last - first) * THIN);

function overNames(pane, marks, label, groups) {
  const some = marks.slice(0, MOST).map((mark, place) => ({ ...mark, place }));
  const [left, right] = domain(some);
  const common = { y: "place", stroke: "by", href: "href" };
  const arrows = { y: "place", fill: "by", symbol: "triangle", r: 5 };
  return plotted(pane, {
    marginLeft: 240,
    height: 60 + some.length * 20,
    x: { label, domain: [left, right], grid: true, tickFormat: compact },
    y: { type: "band", label: null, tickFormat: (place) => some[place]?.name ?? "" },
    color: { domain: groups, legend: groups.length > 1 },
    marks: [
      Plot.ruleY(some, { ...common, x1: lower(left, right), x2: upper(left, right), strokeWidth: WIDTH, strokeOpacity: 0.7, title: "title" }),
      Plot.dot(some.filter((d) => d.high === null), { ...arrows, x: right, rotate: 90 }),
      Plot.dot(some.filter((d) => d.low === null), { ...arrows, x: left, rotate: 270 }),
      Plot.tip(some, Plot.pointer({ x: "figure", y: "place", title: "title" })),
    ],
  });
}
