// What a text finds, while it is typed; the arrows choose, Enter goes there, Escape closes.
import { address } from "./address.js";

const WAIT = 150;
const MOST = 8;
let lists = 0;

/** Let a field of search propose what it finds; the form around it says where to ask. */
export function start(field) {
  const list = document.createElement("ul");
  list.id = `found-${++lists}`;
  list.className = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label") ?? field.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  const holder = document.createElement("span");
  holder.className = "search-with-list";
  field.replaceWith(holder);
  holder.append(field, list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("autocomplete", "off");
  const state = { chosen: -1, asked: 0, timer: 0 };
  close(field, list, state);

  field.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => propose(field, list, state), WAIT);
  });
  field.addEventListener("keydown", (event) => steer(event, field, list, state));
  field.addEventListener("blur", () => setTimeout(() => close(field, list, state), 200));
}

async function propose(field, list, state) {
  const text = field.value.trim();
  const asked = ++state.asked;
  if (!text) return close(field, list, state);
  const answer = await fetch(address("/search", { q: text, format: "json", limit: MOST }));
  if (asked !== state.asked || !answer.ok) return;
  const found = await answer.json();
  list.replaceChildren(...found.map((one, place) => option(one, place, list.id)));
  state.chosen = -1;
  list.hidden = !found.length;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

function option(one, place, prefix) {
  const item = document.createElement("li");
  item.id = `${prefix}-${place}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = one.href;
  const kind = document.createElement("small");
  kind.textContent = one.kind;
  item.append(one.name ? `${one.label} («${one.name}») ` : `${one.label} `, kind);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    location.assign(one.href);
  });
  return item;
}

function steer(event, field, list, state) {
  const items = [...list.children];
  if (event.key === "Escape") return close(field, list, state);
  if (list.hidden || !items.length) return;
  if (event.key === "Enter" && state.chosen >= 0) {
    event.preventDefault();
    return location.assign(items[state.chosen].dataset.href);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  state.chosen = (state.chosen + step + items.length + (state.chosen < 0 && step < 0 ? 1 : 0)) % items.length;
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === state.chosen)));
  field.setAttribute("aria-activedescendant", items[state.chosen].id);
}

function close(field, list, state) {
  list.hidden = true;
  state.chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}
