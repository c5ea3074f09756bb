// Two projects: everything that runs in Node, and everything that draws (in jsdom).
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { TestSequencerConstructor } from 'vitest/node';
import { defineConfig } from 'vitest/config';
import { createLongFirst } from './tools/long-first.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

// Each import starts threads and each command line a process, all of the same sources: compiled once, they cost half.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'dnc-desk-compiled');

export default defineConfig({
  root,
  test: {
    maxWorkers: '100%', // vitest leaves one core free, which is half of two
    // V8's map of protected code pages loses its place when many threads come and go (nodejs/node#64500: "Check failed: jit_page.has_value()").
    execArgv: process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [],
    sequence: { sequencer: createLongFirst as unknown as TestSequencerConstructor }, // a function that returns its record serves `new` as well
    projects: [
      { root, test: { name: 'node', environment: 'node', include: ['test/**/*.test.ts'], setupFiles: ['test/tools/fast-check-seed.ts'], testTimeout: 20_000 } },
      { root, plugins: [react()], test: { name: 'renderer', environment: 'jsdom', include: ['test/**/*.test.tsx'] } },
    ],
    coverage: { provider: 'v8', include: ['src-*/**'], reportsDirectory: 'build/coverage' },
  },
});
