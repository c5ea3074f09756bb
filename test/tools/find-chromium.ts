// Finds the browser that end-to-end tests drive: the one CHROMIUM names, the system's, or the one Playwright brought.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const places = [
  '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** The program's path, or undefined where there is none. A CHROMIUM that names nothing is an answer too: none. */
export const findChromium = (named = process.env['CHROMIUM']): string | undefined =>
  (named === undefined ? [...places, chromium.executablePath()] : [named]).find((path) => existsSync(path));
