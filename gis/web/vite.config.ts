import { defineConfig } from "vitest/config";

/** Builds the map page and the form pages into Django's static files; they find the hashed names through the manifest. */
export default defineConfig({
  // Relative, so that the bundle works under any STATIC_URL.
  base: "./",
  build: {
    outDir: "../static/citygis/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // The page should stay small enough for a phone on site.
    chunkSizeWarningLimit: 400,
    rollupOptions: { input: ["src/main.ts", "src/form.ts"] },
  },
  // The GraphQL operations are imported from the repository's own graphql/ folder, so that one copy exists.
  server: { fs: { allow: ["../.."] } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
