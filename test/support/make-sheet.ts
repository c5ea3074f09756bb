// Makes a sheet of fictitious numbers (exchange 555, lines 0100 to 0199) of any length, with rows that must be held among them.
import { areaCodesOfTheUs } from '../../src-shared/domain/area-code-table-us.ts';

/** Only codes long in service, so that no date makes a difference. */
const areaCodes = areaCodesOfTheUs.trim().split('\n').map((line) => line.split(' ')).filter(([, , since = '']) => since < '2020').map(([code = '']) => code);
const codes = ['FED', 'FED', 'FED', 'INTERNAL', 'OPT-OUT', 'ST_CA'];

/** Ten digits, a new number for every index below 100 × the US area codes. */
const numberOf = (index: number): string => `${areaCodes[index % areaCodes.length] ?? ''}55501${String(Math.floor(index / areaCodes.length) % 100).padStart(2, '0')}`;

const heldOf = (index: number): string => {
  const number = numberOf(30_000 + index);
  switch (index % 5) {
    case 0: return `call ${number} (home)`;
    case 1: return number.slice(3);
    case 2: return 'ask the office';
    case 3: return `${number.slice(0, 6)}XXXX`;
    default: return '0000000000';
  }
};

/** CSV text: a header, `numbers` good rows and `held` rows of five reasons, spread among them. At most 30,000 good ones are different. */
export const makeSheet = ({ numbers, held }: { readonly numbers: number; readonly held: number }): string => {
  const every = held === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(numbers / held));
  const lines = ['Customer,Phone,Basis,Asked on'];
  let holding = 0;
  for (let index = 0; index < numbers; index += 1) {
    lines.push(`Person ${index + 1},${numberOf(index)},${codes[index % codes.length] ?? ''},2025-${String((index % 12) + 1).padStart(2, '0')}-15`);
    if (index % every === 0 && holding < held) {
      lines.push(`Person H${holding + 1},${heldOf(holding)},FED,2025-03-01`);
      holding += 1;
    }
  }
  return `${lines.join('\n')}\n`;
};
