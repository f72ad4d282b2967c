// Plots that a strict policy of content lets through, and that are as wide as their place.
import * as Plot from "@observablehq/plot";

export { Plot };

const SHORT = { notation: "compact", maximumSignificantDigits: 3 };
const YEAR = 366 * 86_400_000;
const CLOSE = 3; // years
const nonce = document.querySelector("meta[name='csp-nonce']")?.content ?? "";

/** Write a number short. Browsers may know no Kazakh, whose words for all but a thousand are those of Russian. */
export function compact(number) {
  const language = document.documentElement.lang;
  const written = new Intl.NumberFormat(language === "kk" ? "ru" : language, SHORT).format(number);
  return language === "kk" ? written.replace("тыс.", "мың") : written;
}

/** Return how the days of an axis are written: by year and month where they lie close together, else as usual. */
export function dayFormat(days) {
  const years = (Math.max(...days) - Math.min(...days)) / YEAR;
  return years > CLOSE ? undefined : (day) => day.toISOString().slice(0, 7);
}

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
  for (const group of made.querySelectorAll("g[aria-label]")) {
    group.classList.add(group.getAttribute("aria-label").replaceAll(" ", "-"));
    group.removeAttribute("aria-label"); // a group without a role has no name
  }
  for (const link of made.querySelectorAll("a")) link.setAttribute("aria-label", link.textContent.replaceAll("\n", ", "));
  return made;
}
