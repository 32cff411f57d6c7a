/** The public audit of GraphQL over HTTP against a running server: `npm run audit:http -- URL`. */
import { auditServer } from "graphql-http";

const url = process.argv[2];
const results = await auditServer({ url });
const faults = results.filter(({ status }) => status !== "ok");
for (const { id, name, status, reason } of faults) console.error(`${status} ${id} ${name}: ${reason}`);
const count = (wanted) => results.filter(({ status }) => status === wanted).length;
console.log(`${results.length} audits: ${count("error")} errors, ${count("warn")} warnings, ${count("notice")} notices`);
process.exitCode = faults.length > 0 ? 1 : 0;
