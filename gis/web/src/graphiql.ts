/** Entry of the GraphQL explorer: GraphiQL from our own files, with the documented operations. */
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

import "graphiql/graphiql.css";
import "./styles/explorer.css";

const VARIABLES = /^# variables: (.*)$/m;

const operations = import.meta.glob<string>("../../../graphql/operations/*.graphql", {
  query: "?raw", import: "default", eager: true,
});

/** One tab per documented operation, its variables filled in from the head of the file. */
function tabs(): { query: string; variables: string }[] {
  return Object.values(operations).map((query) => {
    const variables = VARIABLES.exec(query)?.[1] ?? "{}";
    return { query: query.replace(VARIABLES, "").replace(/\n#?\s*\n(?=query|mutation)/, "\n"), variables: JSON.stringify(JSON.parse(variables), null, 2) };
  });
}

const place = document.getElementById("explorer");
if (place !== null) {
  const headers = { "X-CSRFToken": place.dataset["csrf"] ?? "" };
  const fetcher = createGraphiQLFetcher({ url: place.dataset["url"] ?? "/graphql/", headers });
  createRoot(place).render(createElement(GraphiQL, { fetcher, defaultTabs: tabs(), shouldPersistHeaders: false }));
}
