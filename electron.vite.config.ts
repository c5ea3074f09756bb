// Builds the three processes into build/out: main (Electron, command line, intake worker), preload, renderer.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** The development server reloads by an inline script and a socket, which the page's strict policy forbids; what is built keeps the policy. */
const withoutPolicyInDevelopment: Plugin = {
  name: 'without-policy-in-development',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace(/\s*<meta http-equiv="Content-Security-Policy"[^>]*>/u, ''),
};

export default defineConfig({
  main: {
    build: {
      outDir: 'build/out/main',
      sourcemap: true,
      rolldownOptions: {
        input: {
          electron: at('src-main/hosts/electron/main.ts'),
          cli: at('src-main/hosts/cli/main.ts'),
          'intake-worker': at('src-main/core/intake-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'build/out/preload',
      externalizeDeps: false, // a sandboxed preload can require nothing but 'electron'
      rolldownOptions: {
        input: { preload: at('src-main/hosts/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    base: './',
    build: {
      outDir: at('build/out/renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: { input: { index: at('src-renderer/index.html') } },
    },
    plugins: [react(), withoutPolicyInDevelopment],
  },
});
