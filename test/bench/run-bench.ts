// `npm run bench -- intake [--rows N] [--json]`: measures on this machine, in one run; ratios travel to other machines, seconds do not.
import { parseArgs } from 'node:util';
import { benchIntake } from './intake.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false } },
});
const rows = Number(values.rows);

if (positionals[0] !== 'intake' || !Number.isSafeInteger(rows) || rows < 1000) {
  console.error('npm run bench -- intake [--rows N] [--json]   (N from 1000)');
  process.exitCode = 2;
} else {
  const { lines, figures } = await benchIntake(rows, (word) => { if (!values.json) console.error(word); });
  console.log(values.json ? JSON.stringify(figures, null, 2) : lines.join('\n'));
}
