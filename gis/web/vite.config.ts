import { defineConfig } from "vitest/config";

/** Builds the map page, the form pages and those with lists, the GraphQL explorer and the look of the administration into Django's static files; they find the hashed names through the manifest. */
export default defineConfig({
  // Relative, so that the bundle works under any STATIC_URL.
  base: "./",
  build: {
    outDir: "../static/citygis/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // The map should stay small enough for a phone on site; only the explorer is this large.
    chunkSizeWarningLimit: 1_100,
    rollupOptions: {
      input: ["src/main.ts", "src/form.ts", "src/page.ts", "src/graphiql.ts", "src/administration.ts", "src/cases.ts"],
      // "use client" in React packages means nothing in a browser.
      onLog: (level, log, handler) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handler(level, log);
      },
    },
  },
  // The GraphQL operations are imported from the repository's own graphql/ folder, so that one copy exists.
  server: { fs: { allow: ["../.."] } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
