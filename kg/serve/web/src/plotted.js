// Plots that a strict policy of content lets through, and that are as wide as their place.
import * as Plot from "@observablehq/plot";

export { Plot };

const nonce = document.querySelector("meta[name='csp-nonce']")?.content ?? "";

/** Draw a plot; its own rules of style carry the nonce of the page. */
export function plotted(pane, options) {
  const made = Plot.plot({
    width: Math.max(320, Math.min(1100, pane.clientWidth || pane.parentElement.clientWidth || 800)),
    marginLeft: 90,
    marginBottom: 45,
    marginTop: 30,
    style: { background: "transparent", color: "currentColor", fontSize: "13px" },
    ...options,
  });
  for (const style of made.querySelectorAll("style")) style.nonce = nonce;
  return made;
}
