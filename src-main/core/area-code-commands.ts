// Area-code commands: a newer report of the numbering plan takes the place of the table in use, or the product's own comes back; both are sealed.
import type { AreaCodesView } from '../../src-shared/contract/area-codes.ts';
import { readAreaCodeReport, writeAreaCodes } from '../../src-shared/domain/area-code-report.ts';
import { areaCodeTableDate } from '../../src-shared/domain/area-code-table.ts';
import { countAreaCodes } from '../../src-shared/domain/area-codes.ts';
import type { SettingInvalid } from '../../src-shared/failures.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { openSource } from '../intake/source.ts';
import type { CoreContext, Handlers } from './handlers.ts';

/** The plan has 800 codes, and never more than that. */
const mostRows = 1200;

export const areaCodeCommands = ({ ledger, needs, hint }: CoreContext): Handlers<'area-codes.status' | 'area-codes.replace' | 'area-codes.reset'> => {
  const status = (): AreaCodesView => {
    const latest = ledger.areaCodes.latest();
    if (latest === null) return { date: areaCodeTableDate, codes: countAreaCodes(), report: null };
    const { date, codes, name, sha256, at } = latest;
    return { date, codes: codes.split('\n').length, report: { name, sha256, at } };
  };
  return {
    'area-codes.status': () => ok(status()),
    'area-codes.replace': async ({ ticket }) => {
      const file = needs.files.find(ticket);
      if (!file.ok) return file;
      const source = await openSource(file.value.path, file.value.name);
      if (!source.ok) return source;
      const head = await source.value.head({ delimiter: ',' }, mostRows);
      if (!head.ok) return head;
      const report = readAreaCodeReport(head.value.rows.map(({ cells }) => cells));
      if (!report.ok) return fail(unfit(`${file.value.name} is no NPA Database Report: ${report.failure}`));
      const { date, codes } = report.value;
      const inUse = status().date;
      if (date < inUse) return fail(unfit(`the report is of ${date}, and the table in use of ${inUse}`));
      const { sha256, name } = source.value.facts;
      ledger.transact(() => {
        const id = ledger.areaCodes.add({ date, name: name.toWellFormed(), sha256, codes: writeAreaCodes(codes), at: needs.clock.now() });
        ledger.log.append({ kind: 'decision', body: { act: 'area-codes.replace', codes: codes.length, date, report: id, sha256 }, open: { detail: { file: name.toWellFormed() } } });
      });
      hint({ type: 'ledger.changed' });
      return ok(status());
    },
    'area-codes.reset': () => {
      // The product's own table is in use already: nothing happens, so nothing is sealed.
      if (ledger.areaCodes.latest() === null) return ok(status());
      ledger.transact(() => {
        const id = ledger.areaCodes.reset(areaCodeTableDate, needs.clock.now());
        ledger.log.append({ kind: 'decision', body: { act: 'area-codes.reset', codes: countAreaCodes(), date: areaCodeTableDate, report: id } });
      });
      hint({ type: 'ledger.changed' });
      return ok(status());
    },
  };
};

const unfit = (why: string): SettingInvalid => ({ type: 'SettingInvalid', field: 'area codes', why });
