// What the pages gain where scripts run. Each part is loaded only by a page that has a place for it.

const parts = {
  "[data-editor]": () => import("./editor.js"),
  "[data-results]": () => import("./results.js"),
  "[data-search] input[type=search]": () => import("./search.js"),
  "[data-facets]": () => import("./facets.js"),
  "[data-network]": () => import("./explored.js"),
  "input[type=date][name='as-known-on'], input[type=date][name='valid-on']": () => import("./days.js"),
};

/** Start every part that a piece of a page has a place for. */
export async function enhance(root) {
  for (const [selector, load] of Object.entries(parts)) {
    const places = [...root.querySelectorAll(selector)];
    if (places.length) {
      const { start } = await load();
      places.forEach((place) => start(place));
    }
  }
}

await enhance(document);
document.documentElement.dataset.workbench = "ready";
