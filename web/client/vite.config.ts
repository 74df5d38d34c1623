import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `npm start` builds into dist/client; `vite web/client` serves with a running Octopus behind it. */
export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // Everything stays a file of its own: the content policy allows no inline script or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:8000",
      "/socket.io": { target: "http://127.0.0.1:8000", ws: true },
    },
  },
});
