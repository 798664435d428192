import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev:client` finds the API. */
const api = { target: 'http://127.0.0.1:4000', ws: true };

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [react(), tailwindcss()],
  // light-dark() is what sets the floor: below these the build would replace it with a copy of every colour.
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
  },
  server: { port: 5173, proxy: { '/graphql': api, '/graphiql': api } },
});
