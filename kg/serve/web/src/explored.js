// A network of the server, which is a picture, to move about in.
import { graphOf, shownBy } from "./network.js";

/** Put a button before the picture, which puts the same network, as JSON from the server, in its place. */
export function start(figure) {
  const button = figure.querySelector("[data-explore]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const answer = await fetch(figure.dataset.network, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${figure.dataset.network}: ${answer.status}`);
    const picture = figure.querySelector("svg");
    picture.replaceWith(shownBy(graphOf(await answer.json()), figure));
    button.hidden = true;
  });
}
