// Checks each room with its own tsconfig, so that a room sees only the globals its process really has; all rooms at once.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
const pretty = process.stdout.isTTY ? ['--pretty'] : [];

const check = (room) => new Promise((resolve) => {
  const run = spawn(process.execPath, [tsc, '--noEmit', '-p', room, ...pretty], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  run.stdout.setEncoding('utf8').on('data', (text) => { said += text; });
  run.once('close', (status) => resolve({ status, said }));
});

// Told together at the end: rooms overlap, and the same error twice is one error.
const rooms = await Promise.all(['src-shared', 'src-main', 'src-renderer', 'src-pages', 'test'].map(check));
const lines = new Set(rooms.flatMap(({ said }) => (pretty.length > 0 ? [said] : said.split('\n'))).filter((line) => line !== ''));
if (lines.size > 0) process.stdout.write(`${[...lines].join('\n')}\n`);
process.exitCode = rooms.every(({ status }) => status === 0) ? 0 : 1;
