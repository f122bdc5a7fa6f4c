import { defineConfig } from "rolldown";

/**
 * The build: few files instead of 400, since finding, linking and compiling each of them cost a twentieth of the time in which a million
 * lines are read. Packages stay where npm put them, with their licences. Types are checked by `npm run check`, not here.
 */
// biome-ignore lint/style/noDefaultExport: rolldown looks for it.
export default defineConfig({
  // A thread is a file of its own, and so are children that run with a site's rights.
  input: {
    main: "src/main.ts",
    "reply-worker": "src/mail/reply/reply-worker.ts",
    "htaccess-child": "src/catalog/enforcers/htaccess/htaccess-child.ts",
    "site-child": "src/catalog/enforcers/quarantine/site-child.ts",
  },
  platform: "node",
  external: (id) => !/^[./]/.test(id),
  output: { dir: "dist", chunkFileNames: "[name].js", cleanDir: true },
});
