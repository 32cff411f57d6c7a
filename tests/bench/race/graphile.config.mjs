import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";
export default {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: process.env.DB, schemas: ["public"] })],
  grafserv: { port: 5999, watch: false, graphiql: false },
  grafast: { explain: false },
  // Else there is no way down from a duct section to what lies in it.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
};
