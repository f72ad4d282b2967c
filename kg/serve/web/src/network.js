// Rows with a source and a target, or a network of the server, drawn by sigma.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";

const STEPS = 200;

/** Draw the edges that rows are; nothing where no row has two ends. */
export function draw({ columns, rows }, { pane }) {
  const [source, target] = ["source", "target"].map((name) => columns.find((column) => column.name === name));
  if (!source || !target) return null;
  const weight = columns.find((column) => column.kind === "number");
  const graph = new Graph({ multi: true, type: "directed" });
  for (const row of rows) {
    const ends = [source, target].map((column) => row.cells[column.index]);
    if (!ends.every((end) => end.text)) continue;
    ends.forEach((end) => graph.mergeNode(end.key ?? end.text, { label: end.text, href: end.href }));
    graph.addDirectedEdge(...ends.map((end) => end.key ?? end.text), {
      weight: Math.max((weight && row.cells[weight.index].value) || 1, 1e-9),
    });
  }
  return graph.order ? shownBy(graph, pane) : null;
}

/** Make a graph of node-link JSON. */
export function graphOf({ nodes, edges, links }) {
  const graph = new Graph({ multi: true, type: "directed" });
  for (const { id, ...node } of nodes) graph.mergeNode(id, { ...node, color: node.colour, href: `/id/${id}` });
  for (const { source, target, weight, colour } of edges ?? links) {
    graph.addDirectedEdge(source, target, { weight: Number(weight) || 1, color: colour });
  }
  return graph;
}

/** Lay a graph out where it has no places, and show it in an element of its own. */
export function shownBy(graph, pane) {
  const widest = Math.max(1, ...graph.mapNodes((node) => graph.degree(node)));
  const heaviest = Math.max(...graph.mapEdges((_, { weight }) => weight));
  graph.forEachNode((node, { x, y, color }) => {
    const angle = (graph.nodes().indexOf(node) / graph.order) * 2 * Math.PI;
    graph.mergeNodeAttributes(node, {
      x: x ?? Math.cos(angle),
      y: y ?? Math.sin(angle),
      laid: x !== undefined && x !== null,
      size: 2.5 + (graph.order > 80 ? 6 : 11) * Math.sqrt(graph.degree(node) / widest),
      color: color ?? "#1b6ca8",
    });
  });
  graph.forEachEdge((edge, { weight, color }) =>
    graph.mergeEdgeAttributes(edge, { size: 0.6 + 5 * Math.sqrt(weight / heaviest), color: color ?? "#8899aa" }),
  );
  if (!graph.everyNode((_, { laid }) => laid)) {
    const settings = { ...forceAtlas2.inferSettings(graph), edgeWeightInfluence: 0, scalingRatio: 30, gravity: 0.8 };
    forceAtlas2.assign(graph, { iterations: STEPS, settings });
  }
  const place = document.createElement("div");
  place.className = "network";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", `${graph.order} · ${graph.size}`);
  requestAnimationFrame(() => begin(graph, pane, place));
  return place;
}

/** Start sigma once its element has a size; let it go when another view is shown. */
function begin(graph, pane, place) {
  const ink = getComputedStyle(pane).color;
  if (!document.createElement("canvas").getContext("webgl2")) {
    place.replaceWith(pane.closest("[data-no-webgl]")?.dataset.noWebgl ?? "WebGL");
    return;
  }
  const sigma = new Sigma(graph, place, { labelColor: { color: ink }, labelRenderedSizeThreshold: 5 });
  sigma.on("clickNode", ({ node }) => {
    const { href } = graph.getNodeAttributes(node);
    if (href) location.assign(href);
  });
  pane.addEventListener("leave", () => sigma.kill(), { once: true });
  place.dataset.drawn = "yes";
}
