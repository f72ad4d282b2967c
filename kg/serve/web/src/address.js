// Addresses of this server, which keep the language and the two days of the page.

const KEPT = ["as-known-on", "valid-on"];

/** Return the address of a path with some parameters. */
export function address(path, parameters = {}) {
  const found = new URL(path, location.href);
  const here = new URLSearchParams(location.search);
  for (const name of KEPT) if (here.get(name)) found.searchParams.set(name, here.get(name));
  found.searchParams.set("lang", document.documentElement.lang);
  for (const [name, value] of Object.entries(parameters)) found.searchParams.set(name, value);
  return found;
}
