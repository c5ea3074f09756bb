// Checks each room with its own tsconfig, so that a room sees only the globals its process really has.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
let failed = false;
for (const room of ['src-shared', 'src-main', 'src-renderer', 'test']) {
  const run = spawnSync(process.execPath, [tsc, '--noEmit', '-p', room], { stdio: 'inherit' });
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
