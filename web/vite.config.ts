import { fileURLToPath } from "node:url";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.DAYWRIGHT_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": here("./src") } },
  build: {
    outDir: here("../src/daywright/server/static"),
    emptyOutDir: true,
    assetsInlineLimit: 0, // a data: URL would break the server's default-src 'self'
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": { target: server, ws: true }, "/signin": server } },
  test: {
    restoreMocks: true,
    testTimeout: 30_000, // a busy machine is slow, not wrong
    unstubGlobals: true,
    env: { TZ: "UTC" },
    projects: [
      { extends: true, test: { name: "rules", environment: "node", include: ["{src,mock}/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "screens",
          environment: "jsdom",
          setupFiles: ["./src/test/setup.ts"],
          include: ["src/**/*.test.tsx"],
        },
      },
    ],
  },
});
