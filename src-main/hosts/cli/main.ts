#!/usr/bin/env node
// The command line's first file: nothing but Node's own may be loaded before the version is known to carry the rest.
import process from 'node:process';

// better-sqlite3 13 needs Node-API 10: an older Node does not refuse it, it crashes without a word.
const least = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > least[0] || (major === least[0] && minor >= least[1])) {
  const { runFromShell } = await import('./run-from-shell.ts');
  await runFromShell(process.argv.slice(2));
} else {
  process.stderr.write(
    `DNC Desk needs Node ${least.join('.')} or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      'In the project folder, "npm run cli -- …" uses the Node that "npm ci" brought along.\n' +
      'Elsewhere, install Node 24 from https://nodejs.org and try again.\n',
  );
  process.exitCode = 70;
}
