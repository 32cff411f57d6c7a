/** The Relay rules of @graphql-eslint over the schema in the folder in which it is run. */
import graphqlPlugin from "@graphql-eslint/eslint-plugin";

const schema = `${process.cwd()}/schema.graphql`;

export default [
  {
    files: ["**/schema.graphql"],
    languageOptions: { parser: graphqlPlugin.parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { "@graphql-eslint": graphqlPlugin },
    rules: {
      // The specification asks for one direction at least: the change feed is read forward only.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      "@graphql-eslint/relay-connection-types": "error",
      // The specification allows other lists beside `edges`, such as our `nodes`.
      "@graphql-eslint/relay-edge-types": ["error", { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      "@graphql-eslint/relay-page-info": "error",
    },
  },
];
