// One page a build, so that none shares a chunk with another: `vite build PAGE --config vite.config.js --outDir …`.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // amazon-cognito-identity-js and what it brings take this from Node.js.
  define: { global: "globalThis" },
  build: { emptyOutDir: true, chunkSizeWarningLimit: 1000, reportCompressedSize: false },
});
