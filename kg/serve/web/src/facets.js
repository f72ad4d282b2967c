// Facets that answer at once: a choice goes to the page of the narrowed claims, without a button.

/** Send the form of facets whenever one of its fields changes. */
export function start(form) {
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}
