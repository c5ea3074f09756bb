// Runs everything a newcomer needs in one go and ends with one plain line: N passed, N failed, N skipped.
import process from 'node:process';

// vitest 5 and better-sqlite3 13 need more than the Node 20 of many systems, and would crash without a word.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  await import('./tools/test-everything.ts');
} else {
  process.stderr.write(
    `The tests need Node 22.18 or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      '"npm test" uses the Node 24 that "npm ci" put into node_modules/.bin; where that is missing, install Node 24 from https://nodejs.org.\n',
  );
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exitCode = 1;
}
