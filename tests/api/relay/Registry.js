/** What a Relay client writes: a list that grows page by page, and an object fetched again by its id. */
import { graphql } from "relay-runtime";

export const list = graphql`
  query RegistryListQuery($first: Int!, $after: String) {
    ...Registry_segments @arguments(first: $first, after: $after)
  }
`;

export const segments = graphql`
  fragment Registry_segments on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" })
  @refetchable(queryName: "RegistrySegmentsPaginationQuery") {
    segments(first: $first, after: $after) @connection(key: "Registry_segments") {
      edges { node { ...Registry_segment } }
    }
  }
`;

export const segment = graphql`
  fragment Registry_segment on Segment @refetchable(queryName: "RegistrySegmentRefetchQuery") {
    code
    startSite { code }
  }
`;
