// The rows of one import with their raw cells and verdicts, by outcome.
import { useCallback, useEffect, useState, type JSX } from 'react';
import { ArrowLeft } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ImportRow, ImportView } from '../../../src-shared/contract/imports.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { rejectReasonWords, noteWords } from '../../../src-shared/words/reason-words.ts';
import { listChangeWords, undoneWords } from '../../../src-shared/words/list-change-words.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Muted, Panel, Row, Screen } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { CountEquation, quarantinedCount } from './count-equation.tsx';
import { UndoImport } from './undo-import.tsx';

type Outcome = 'all' | ImportRow['outcome'];

const tones: Readonly<Record<ImportRow['outcome'], Tone>> = { header: 'plain', ignored: 'plain', blank: 'plain', accepted: 'good', duplicate: 'cool', quarantined: 'warn' };

const columns: readonly Column<ImportRow>[] = [
  { key: 'line', title: 'Line', width: '88px', align: 'end', cell: (row) => row.line.toLocaleString('en-US') },
  { key: 'outcome', title: 'Outcome', width: '116px', cell: (row) => <Badge tone={tones[row.outcome]}>{row.outcome}</Badge> },
  { key: 'numbers', title: 'Numbers', width: 'minmax(220px, 1fr)', cell: (row) => row.numbers.map(numberWords).join(' · ') },
  { key: 'cells', title: 'Cells as they stood', width: 'minmax(260px, 2fr)', cell: (row) => <Muted>{row.cells.join(' │ ')}</Muted> },
];

const numberWords = (number: ImportRow['numbers'][number]): string => {
  const notes = number.notes.length === 0 ? '' : ` (${number.notes.map(noteWords).join(', ')})`;
  if (number.verdict === 'duplicate') return `${number.phone ?? number.raw}, stands in ${number.duplicateOf ?? 'this file'} already`;
  if (number.reason !== null) return `${number.raw}: ${number.verdict === 'discarded' ? 'discarded, ' : ''}${rejectReasonWords[number.reason].word.toLowerCase()}`;
  return `${number.phone ?? number.raw}${notes}`;
};

export const ImportRowsView = ({ importId, client, onBack, onReview }: { readonly importId: number; readonly client: Client; readonly onBack: () => void; readonly onReview: () => void }): JSX.Element => {
  const [outcome, setOutcome] = useState<Outcome>('all');
  const [found, setFound] = useState<{ readonly view: ImportView | null; readonly failure: Failure | null }>({ view: null, failure: null });
  useEffect(() => {
    let here = true;
    const read = async (): Promise<void> => {
      const reply = await client.call('import.get', { importId });
      if (here) setFound(reply.ok ? { view: reply.value, failure: null } : { view: null, failure: reply.failure });
    };
    void read();
    return () => { here = false; };
  }, [client, importId]);
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('import.rows', { importId, outcome, offset, limit }), [client, importId, outcome]);
  const { view, failure } = found;
  return (
    <Screen title={view === null ? `Import ${importId}` : view.file} fill
      actions={<>{view === null ? null : <UndoImport client={client} view={view} onDone={setFound} />}{view !== null && view.state !== 'undone' && quarantinedCount(view) > 0 ? <Button onPress={onReview}>Review held rows</Button> : null}<Button icon={<ArrowLeft aria-hidden="true" />} onPress={onBack}>All imports</Button></>}>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {view === null ? null : [...undoneWords(view), ...listChangeWords(view)].map((words) => <p key={words}>{words}</p>)}
      {view === null ? null : (
        <Row spread>
          <CountEquation count={view} />
          <SelectField<Outcome> label="Show" hideLabel value={outcome} onChange={setOutcome} options={outcomeOptions(view)} />
        </Row>
      )}
      {failure === null ? (
        <Panel isFlush fill>
          <VirtualTable key={outcome} label="Rows of this import" columns={columns} loadPage={loadPage} takesFocus empty={<EmptyState title="No such rows">No line of this file came to that outcome. Choose another above.</EmptyState>} />
        </Panel>
      ) : null}
    </Screen>
  );
};

const outcomeOptions = (view: ImportView): readonly { readonly value: Outcome; readonly label: string }[] => {
  const counts: readonly (readonly [Outcome, number])[] = [
    ['all', view.lines], ['accepted', view.accepted], ['duplicate', view.duplicate], ['quarantined', quarantinedCount(view)],
    ['blank', view.blank], ['ignored', view.ignored], ['header', view.header],
  ];
  return counts.map(([value, rows]) => ({ value, label: `${value === 'all' ? 'All rows' : value} (${rows.toLocaleString('en-US')})` }));
};
