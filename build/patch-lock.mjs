// Puts back what npm drops from the lock file: better-sqlite3 says "gypfile": false, and without it npm 10 and 11
// run node-gyp, which needs Python and compiles nothing (npm/cli#3341). Run after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
lock.packages['node_modules/better-sqlite3'].gypfile = false;
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
