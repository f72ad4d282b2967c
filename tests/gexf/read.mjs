// Read GEXF files as Gephi Lite does, but strictly, and print what arrived as JSON: node read.mjs FILE...
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";

const read = (path) => {
  const graph = gexf.parse(Graph, readFileSync(path, "utf8"));
  return {
    nodes: graph.mapNodes((id, attributes) => ({ id, ...attributes })),
    edges: graph.mapEdges((id, attributes, source, target, _, __, undirected) => ({
      ...attributes, id, source, target, directed: !undirected,
    })),
  };
};

console.log(JSON.stringify(process.argv.slice(2).map(read)));
