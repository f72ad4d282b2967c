// The editor of queries: colours, completion and faults from the server, and its answer below it.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, linter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { address } from "./address.js";

const nonce = document.querySelector("meta[name='csp-nonce']")?.content ?? "";
const LONGEST = 8000; // letters of an address
const WORD = /[?$\w:/.\u0400-\u04ff-]+$/u;
const colours = HighlightStyle.define([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: [tags.number, tags.bool], class: "tok-number" },
  { tag: [tags.variableName, tags.special(tags.variableName)], class: "tok-variable" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.namespace, tags.url], class: "tok-name" },
]);

/** Put the editor in the place of the text field of a form, which stays what is sent. */
export function start(form) {
  const field = form.querySelector("textarea");
  const run = () => {
    field.value = view.state.doc.toString();
    form.requestSubmit();
    return true;
  };
  const holder = document.createElement("div");
  holder.className = "editor";
  const view = new EditorView({
    parent: holder,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.darkTheme.of(matchMedia("(prefers-color-scheme: dark)").matches),
        EditorView.contentAttributes.of({ "aria-label": field.labels[0]?.textContent.trim() ?? "SPARQL" }),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        sparql(),
        syntaxHighlighting(colours),
        autocompletion({ override: [(context) => complete(context)], activateOnTypingDelay: 100 }),
        linter(({ state }) => faults(state.doc), { delay: 350 }),
        keymap.of([
          { key: "Mod-Enter", run },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  field.hidden = true;
  field.required = false;
  field.after(holder);
  form.addEventListener("submit", (event) => answer(event, form));
}

async function complete(context) {
  const word = context.matchBefore(WORD);
  if (!word && !context.explicit) return null;
  const text = word?.text ?? "";
  const from = word?.from ?? context.pos;
  if (/^[?$]/.test(text)) return { from, options: variables(context.state.doc.toString(), text), validFor: /^[?$]\w*$/ };
  const found = await fetch(address("/complete", { text }));
  if (!found.ok || context.aborted) return null;
  return { from, options: await found.json(), filter: false };
}

const variables = (text, typed) =>
  [...new Set(text.match(/[?$]\w+/g))].filter((name) => name !== typed).map((label) => ({ label, type: "variable" }));

/** Ask the server what is wrong with a query, before it runs. */
async function faults(doc) {
  const query = doc.toString();
  if (!query.trim()) return [];
  const found = await fetch(address("/check"), { method: "POST", body: new URLSearchParams({ query }) });
  if (!found.ok) return [];
  const placed = (line, column) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return Math.min(at.from + column - 1, at.to);
  };
  return (await found.json()).map(({ line, column, length, severity, message }) => {
    const from = Math.min(placed(line, column), Math.max(doc.length - 1, 0));
    return { from, to: Math.min(from + Math.max(length, 1), doc.length), severity, message };
  });
}

/** Show the answer below, and keep the query in the address; without an answer below, let the form go its way. */
async function answer(event, form) {
  const place = document.querySelector("[data-answer]");
  if (!place) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  place.setAttribute("aria-busy", "true");
  try {
    const page = await fetch(form.action, { method: "POST", body });
    const text = await page.text();
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-results], [data-fault]");
    place.replaceChildren(found ? document.adoptNode(found) : text);
    if (found?.matches("[data-results]")) (await import("./results.js")).start(found);
    const permalink = address("/editor", { query: body.get("query") });
    if (permalink.href.length < LONGEST) window.history.replaceState(null, "", permalink);
  } catch (error) {
    place.textContent = `${error.message}`; // no answer came: the server is gone
  } finally {
    place.removeAttribute("aria-busy");
  }
}
