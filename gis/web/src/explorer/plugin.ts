/** The explorer's list of documented operations: each with its head, opened by a click. */
import { type GraphiQLPlugin, useEditorContext } from "@graphiql/react";
import { createElement as h, type ReactElement, useEffect, useState } from "react";

import { matches, type Operation } from "./operations";

type Editors = Pick<ReturnType<typeof useEditorContext> & object, "queryEditor" | "variableEditor">;

const WORDS = {
  de: { title: "Dokumentierte Abfragen", search: "In den Abfragen suchen", none: "Keine Abfrage passt dazu.", query: "liest", mutation: "ändert" },
  en: { title: "Documented operations", search: "Search the operations", none: "No operation matches.", query: "reads", mutation: "changes" },
} as const;
const words = document.documentElement.lang.startsWith("de") ? WORDS.de : WORDS.en;
const SETTLE_MS = 50;
const NARROW = 1000;

/** The page may run again once the editor knows the name of what stands in it: it would send the former one's. */
function settle(place: HTMLElement, { queryEditor }: Editors, name: string | null): void {
  if (!queryEditor) return;
  const known = queryEditor.operationName;
  if (known === name || (name === null && known !== undefined)) delete place.dataset["filling"];
  else window.setTimeout(() => settle(place, { queryEditor, variableEditor: null }, name), SETTLE_MS);
}

/** GraphiQL shows the first tab without the variables it was given; an untouched operation gets them here. */
function giveVariables({ queryEditor, variableEditor }: Editors, operations: readonly Operation[]): void {
  const untouched = operations.find(({ query }) => query === queryEditor?.getValue());
  if (untouched && variableEditor?.getValue().trim() === "") variableEditor.setValue(untouched.variables);
}

/** GraphiQL cannot begin with a plugin open, so its button is pressed; on a narrow screen the editor comes first. */
function showList(place: HTMLElement): void {
  if (window.innerWidth < NARROW) return;
  place.querySelector<HTMLButtonElement>(`button[aria-label$="${words.title}"][data-index]`)?.click();
}

/** Always in the page: lets tabs and running go once both editors are there, for without them variables are lost. */
export function readiness(place: HTMLElement, operations: readonly Operation[]): () => null {
  place.dataset["filling"] = "";
  return () => {
    const editors = useEditorContext({ nonNull: true });
    const ready = editors.queryEditor !== null && editors.variableEditor !== null;
    useEffect(() => {
      if (!ready) return;
      giveVariables(editors, operations);
      showList(place);
      settle(place, editors, null);
    }, [ready]);
    return null;
  };
}

function fill(place: HTMLElement, editors: Editors, operation: Operation): void {
  editors.variableEditor?.setValue(operation.variables);
  editors.queryEditor?.setValue(operation.query);
  settle(place, editors, operation.name);
}

function entry(operation: Operation, ready: boolean, open: (operation: Operation) => void): ReactElement {
  return h("li", { key: operation.name },
    h("button", { type: "button", className: "operations__open", disabled: !ready, onClick: () => open(operation) }, operation.name),
    h("span", { className: `operations__kind operations__kind--${operation.kind}` }, words[operation.kind]),
    h("p", null, operation.about));
}

/** The plugin; what was typed into a tab stays, because an operation opens in a tab of its own. */
export function operationsPlugin(place: HTMLElement, operations: readonly Operation[]): GraphiQLPlugin {
  function Content(): ReactElement {
    const editors = useEditorContext({ nonNull: true });
    const [text, setText] = useState("");
    const [wanted, setWanted] = useState<Operation | null>(null);
    const ready = editors.queryEditor !== null && editors.variableEditor !== null;
    const found = operations.filter((operation) => matches(operation, text));

    useEffect(() => {
      if (wanted === null) return;
      fill(place, editors, wanted);
      setWanted(null);
    }, [editors.activeTabIndex, editors.tabs.length, wanted]);

    function open(operation: Operation): void {
      const known = editors.tabs.findIndex((tab, index) => (index === editors.activeTabIndex ? editors.queryEditor?.getValue() : tab.query) === operation.query);
      if (known === editors.activeTabIndex) return;
      place.dataset["filling"] = "";
      if (known >= 0) {
        editors.changeTab(known);
        settle(place, editors, operation.name);
      } else {
        editors.addTab();
        setWanted(operation);
      }
    }

    return h("section", { className: "operations", "aria-label": words.title },
      h("h2", { className: "operations__title" }, words.title),
      h("input", { type: "search", className: "operations__search", placeholder: words.search, "aria-label": words.search, value: text, onChange: (event: { target: HTMLInputElement }) => setText(event.target.value) }),
      found.length === 0 ? h("p", null, words.none) : h("ul", null, ...found.map((operation) => entry(operation, ready, open))));
  }

  function Icon(): ReactElement {
    return h("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true }, h("path", { d: "M4 5h.01M8 5h12M4 12h.01M8 12h12M4 19h.01M8 19h12", strokeLinecap: "round" }));
  }

  return { title: words.title, icon: Icon, content: Content };
}
