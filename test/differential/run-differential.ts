// `npm run differential [-- --inputs N --seed N]`: reads made cells our way and libphonenumber's, and lists every difference by the rule that explains it.
import { parseArgs } from 'node:util';
import { compareReadings } from './compare.ts';
import { createInputs } from './make-inputs.ts';

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '2000000' }, seed: { type: 'string', default: '1' } } });
const make = createInputs(Number(values.seed));
const counts = new Map<string, number>();
const unexplained: string[] = [];
for (let i = 0; i < Number(values.inputs); i += 1) {
  const text = make();
  const rule = compareReadings(text);
  if (rule === null) unexplained.push(text);
  counts.set(rule ?? 'NO RULE EXPLAINS IT', (counts.get(rule ?? 'NO RULE EXPLAINS IT') ?? 0) + 1);
}
for (const [rule, many] of [...counts].toSorted((a, b) => b[1] - a[1])) console.log(`${many.toLocaleString('en').padStart(10)}  ${rule}`);
for (const text of unexplained.slice(0, 100)) console.log(JSON.stringify(text));
process.exitCode = unexplained.length === 0 ? 0 : 1;
