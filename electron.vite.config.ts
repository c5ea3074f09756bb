// Builds the three processes into build/out: main (Electron, command line, intake worker), preload, renderer.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

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
    plugins: [react()],
  },
});
