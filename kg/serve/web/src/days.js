// A slider beside each of the two days of a page: it changes the page by its address.

const DAY = 86_400_000;
const WAIT = 500;

/** Put a slider after a field of a day, from the first day of the graph to its last; letting go of it goes to the page of the day. */
export function start(field) {
  const chosen = field.value ? [Date.parse(field.value)] : [];
  const first = Math.min(Date.parse(field.dataset.first || "1991-01-01"), ...chosen);
  const last = Math.max(Date.parse(field.dataset.last || new Date().toISOString().slice(0, 10)), ...chosen);
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: Math.round((last - first) / DAY), step: 1 });
  slider.value = Math.round(((chosen[0] ?? last) - first) / DAY);
  slider.setAttribute("aria-label", field.labels[0]?.textContent.trim() || field.name);
  slider.dataset.slides = field.name;
  const day = () => new Date(first + Number(slider.value) * DAY).toISOString().slice(0, 10);
  const tell = () => slider.setAttribute("aria-valuetext", day());
  tell();
  slider.addEventListener("input", () => {
    field.value = day();
    tell();
  });
  const leave = () => {
    const address = new URL(location.href);
    address.searchParams.set(field.name, day());
    location.assign(address);
  };
  let waiting = 0;
  slider.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(leave, WAIT); // a key that is pressed again goes on from here
  });
  field.after(slider);
}
