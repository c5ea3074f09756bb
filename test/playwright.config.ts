// End-to-end tests drive a real Chromium: the one CHROMIUM names, else the system's.
import { defineConfig } from '@playwright/test';
import { findChromium } from './tools/find-chromium.ts';

const executablePath = process.env['CHROMIUM'] ?? findChromium();

export default defineConfig({
  testDir: './e2e',
  outputDir: '../build/test-results/e2e',
  timeout: 60_000,
  workers: process.env['CI'] ? 2 : 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: '../build/test-results/e2e.json' }]],
  use: {
    viewport: { width: 1180, height: 760 },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
});
