// `npm run bench -- intake|changes|log|push|reads [--rows N] [--json]`: measures on this machine, in one run; ratios travel to other machines, seconds do not.
import { parseArgs } from 'node:util';
import { benchChanges } from './changes.ts';
import { benchIntake } from './intake.ts';
import { benchLog } from './log.ts';
import { benchPush } from './push.ts';
import { benchReads } from './reads.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '200000' }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const rows = Number(values.rows);
const say = (word: string): void => { if (!values.json) console.error(word); };
const [what = ''] = positionals;
const benches = { changes: benchChanges, intake: benchIntake, log: benchLog, push: benchPush, reads: benchReads };

if (!Object.hasOwn(benches, what) || !Number.isSafeInteger(rows) || rows < 1000) {
  console.error('npm run bench -- intake|changes|log|push|reads [--rows N] [--json]   (N from 1000; push: --only speed, ceiling or a dialect; reads: --only a command)');
  process.exitCode = 2;
} else {
  const { lines, figures } = await benches[what as keyof typeof benches](rows, say, values.only);
  console.log(values.json ? JSON.stringify(figures, null, 2) : lines.join('\n'));
}
