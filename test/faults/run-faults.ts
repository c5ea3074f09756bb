// `npm run faults [-- --only DIALECT --fault NAME --seed N --kills N --numbers N --json]`: every fault of the far side with every dialect, crossed with kill -9; everything but "held" is a failure.
import { parseArgs } from 'node:util';
import { dialects } from '../../src-shared/domain/dnc.ts';
import { tableFaults } from './fault-list.ts';
import { drawTable, isHeld, runTable } from './fault-table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true }, fault: { type: 'string', multiple: true },
    seed: { type: 'string' }, kills: { type: 'string', default: '320' }, numbers: { type: 'string', default: '240' }, json: { type: 'boolean', default: false },
  },
});
const [seed, kills, numbers] = [Number(values.seed ?? Math.floor(Math.random() * 1e9)), Number(values.kills), Number(values.numbers)];
const shown = dialects.filter((dialect) => values.only?.includes(dialect) ?? true);
const faults = tableFaults.filter(({ name }) => values.fault?.some((wanted) => name.toLowerCase().includes(wanted.toLowerCase())) ?? true);

if (shown.length === 0 || faults.length === 0 || ![seed, kills].every((count) => Number.isSafeInteger(count) && count >= 0) || !(numbers >= 160 && numbers <= 2_000)) {
  console.error(`npm run faults -- [--only DIALECT] [--fault NAME] [--seed N] [--kills N] [--numbers 160..2000] [--json]
dialects: ${dialects.join(', ')}
faults: ${tableFaults.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
} else {
  if (!values.json) console.error(`seed ${seed}`);
  const table = await runTable({ dialects: shown, faults, numbers, kills, seed, say: (word) => { if (!values.json) console.error(word); } });
  console.log(values.json ? JSON.stringify(table, null, 2) : drawTable(table, shown).join('\n'));
  // A part of the table may come to its end before.
  const tooFew = table.kills < kills && values.only === undefined && values.fault === undefined;
  if (tooFew) console.error(`only ${table.kills} of ${kills} kills fell before the pushes had ended`);
  process.exitCode = isHeld(table) && !tooFew ? 0 : 1;
}
