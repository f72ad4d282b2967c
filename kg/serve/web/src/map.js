// Places on a map: outlines as lines without fill, contested borders dashed, and whose view it is in words.
import { geoEqualEarth, geoMercator, geoPath } from "d3-geo";
import { address } from "./address.js";
import { leadsTo, told } from "./rows.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 60; // degrees from which the coarse outlines do

/** Draw the rows that lie somewhere; nothing where none does. */
export async function draw({ columns, rows }, { pane, section }) {
  const spots = rows.flatMap((row) =>
    row.cells.flatMap((cell) => cell.points.map((point) => ({ point, row, name: cell.text }))),
  );
  if (!spots.length) return null;
  const points = { type: "MultiPoint", coordinates: spots.map((spot) => spot.point) };
  const longitudes = points.coordinates.map(([longitude]) => longitude);
  const wide = Math.max(...longitudes) - Math.min(...longitudes) > WIDE;
  const answer = await fetch(address("/outlines", { scale: wide ? "110m" : "50m" }));
  if (!answer.ok) throw new Error(`/outlines: ${answer.status}`);
  const { lines, credit } = await answer.json();

  const width = Math.max(320, Math.min(1100, pane.clientWidth || 800));
  const height = Math.round(width * (wide ? 0.5 : 0.6));
  const margin = wide ? 5 : 50;
  const projection = wide ? geoEqualEarth() : geoMercator();
  projection.fitExtent([[margin, margin], [width - margin, height - margin]], wide ? { type: "Sphere" } : points);
  if (spots.length === 1 || !Number.isFinite(projection.scale()) || projection.scale() > 6000) {
    projection.scale(1500).center(spots[0].point).translate([width / 2, height / 2]);
  }
  projection.clipExtent([[0, 0], [width, height]]);
  const path = geoPath(projection);

  const svg = made("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "map", "aria-label": section.dataset.mapTitle ?? "" });
  for (const [what, coordinates] of Object.entries(lines)) {
    const d = path({ type: "MultiLineString", coordinates });
    if (d) svg.append(made("path", { d, class: `outline ${what}`, fill: "none" }));
  }
  for (const spot of spots) {
    const [x, y] = projection(spot.point);
    const mark = made("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 5, class: "place" });
    const title = made("title", {});
    title.textContent = told(columns, spot.row);
    mark.append(title);
    const href = leadsTo(columns, spot.row);
    const link = href ? made("a", { href, "aria-label": spot.name }) : made("g", {});
    link.append(mark);
    svg.append(link);
  }
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = credit;
  figure.append(svg, caption);
  return figure;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}
