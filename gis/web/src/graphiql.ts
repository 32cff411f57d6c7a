/** Entry of the GraphQL explorer: GraphiQL from our own files, with the documented operations. */
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

import "graphiql/graphiql.css";
import { readOperation } from "./explorer/operations";
import { operationsPlugin, readiness } from "./explorer/plugin";
import "./styles/explorer.css";

const texts = import.meta.glob<string>("../../../graphql/operations/*.graphql", {
  query: "?raw", import: "default", eager: true,
});
const operations = Object.values(texts).map(readOperation);

const place = document.getElementById("explorer");
if (place !== null) {
  const headers = { "X-CSRFToken": place.dataset["csrf"] ?? "" };
  const fetcher = createGraphiQLFetcher({ url: place.dataset["url"] ?? "/graphql/", headers });
  const list = operationsPlugin(place, operations);
  // One tab to begin with; the list opens the others.
  const defaultTabs = operations.slice(0, 1).map(({ query, variables }) => ({ query, variables }));
  createRoot(place).render(createElement(GraphiQL, {
    fetcher, defaultTabs, plugins: [list], shouldPersistHeaders: false,
  }, createElement(GraphiQL.Footer, null, createElement(readiness(place, operations)))));
}
