/** The app with made-up answers instead of a server: `npm run dev:mock`, or the built app: `npm run preview:mock`. */
import { defineConfig } from "vite";

import { mockServer } from "./mock/plugin";
import app from "./vite.config";

export default defineConfig({ ...app, server: {}, plugins: [...(app.plugins ?? []), mockServer()] });
