// Held rows out to a spreadsheet, and the corrected one back in: the steps between the screen, the host's files and the core.
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { CorrectionCount } from '../../../src-shared/contract/quarantine.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { failureSentence } from '../../../src-shared/words/failure-words.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import type { Bridge } from '../../api/bridge.ts';
import type { Notices } from '../../ui/notices.tsx';
import type { GroupFilter } from './quarantine-store.ts';

export type ReadCorrections = { readonly ticket: string; readonly count: CorrectionCount };

export type Exchange = {
  readonly exportRows: (format: 'xlsx' | 'csv', filter: GroupFilter & { readonly importId?: number }) => Promise<void>;
  /** Null where no file was chosen, or it could not be read, which has been told then. */
  readonly readCorrections: () => Promise<ReadCorrections | null>;
  readonly correct: (read: ReadCorrections, undo: (decisionId: number) => void) => Promise<void>;
};

export const createExchange = (client: Client, bridge: Bridge, tell: Notices['tell']): Exchange => {
  const tellFailure = (failure: Failure): null => {
    tell({ text: failureSentence(failure), tone: 'bad' });
    return null;
  };
  return {
    exportRows: async (format, filter) => {
      tell({ text: 'Writing the spreadsheet …' });
      const made = await client.call('quarantine.export', { ...filter, format });
      if (!made.ok) { tellFailure(made.failure); return; }
      const isSaved = await bridge.saveFile(made.value.ticket);
      tell({ text: `${countOf(made.value.rows, 'held row')} written to ${made.value.file}.${isSaved ? '' : ' It was not saved elsewhere; it stays in the exports folder of this desk.'}`, tone: 'good' });
    },
    readCorrections: async () => {
      const picked = await bridge.pickFile();
      if (!picked.ok) return tellFailure(picked.failure);
      if (picked.value === null) return null;
      const { ticket } = picked.value;
      tell({ text: `Reading ${picked.value.name} …` });
      const count = await client.call('quarantine.corrections', { ticket });
      return count.ok ? { ticket, count: count.value } : tellFailure(count.failure);
    },
    correct: async ({ ticket, count }, undo) => {
      const done = await client.call('quarantine.correct', { ticket, sha256: count.sha256 });
      if (!done.ok) { tellFailure(done.failure); return; }
      const { decision, fixed, accepted, discarded, refused } = done.value;
      const text = `${formatCount(fixed)} fixed, ${formatCount(accepted)} accepted, ${formatCount(discarded)} discarded from ${done.value.file}${refused === 0 ? '' : `; ${countOf(refused, 'row')} refused and still held`}.`;
      tell({ text, tone: 'good', ...(decision === null || !decision.canUndo ? {} : { undo: { label: 'Undo', hint: 'U', act: () => { undo(decision.decisionId); } } }) });
    },
  };
};
