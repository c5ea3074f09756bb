// Every decision taken, newest first; Enter takes one back while none of its numbers has been pushed.
import { useCallback, useMemo, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Muted, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { decisionActWords } from './decision-words.ts';
import styles from './quarantine.module.css';

const facts: readonly Column<DecisionView>[] = [
  { key: 'at', title: 'When', width: '172px', cell: (decision) => <Moment at={decision.at} /> },
  { key: 'act', title: 'What', width: '90px', cell: (decision) => decisionActWords[decision.act] },
  { key: 'reason', title: 'Held as', width: '140px', cell: (decision) => (decision.reason === null ? 'several' : rejectReasonWords[decision.reason].word) },
  { key: 'entries', title: 'Rows', width: '88px', align: 'end', cell: (decision) => formatCount(decision.entries) },
  { key: 'duplicates', title: 'Duplicate', width: '90px', align: 'end', isSpare: true, cell: (decision) => formatCount(decision.duplicates) },
  { key: 'because', title: 'Why', width: 'minmax(150px, 1fr)', cell: (decision) => <span title={decision.because ?? ''}>{decision.because ?? ''}</span> },
  { key: 'actor', title: 'Who', width: '110px', isSpare: true, cell: (decision) => decision.actor },
];

export const DecisionList = ({ client, version, onUndo }: { readonly client: Client; readonly version: number; readonly onUndo: (decisionId: number) => void }): JSX.Element => {
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('quarantine.decisions', { offset, limit }), [client]);
  const columns = useMemo(() => [...facts, undoColumn(onUndo)], [onUndo]);
  return (
    <Panel isFlush fill>
      <VirtualTable label="Decisions" columns={columns} loadPage={loadPage} version={version} takesFocus
        onOpen={(decision) => { if (decision.canUndo && !decision.undone) onUndo(decision.decisionId); }}
        empty={<EmptyState title="No decision yet">Fix, accept or discard held rows; each decision is listed here and can be taken back until its numbers are pushed.</EmptyState>} />
      <div className={cx(styles['foot'])}><KeyHints hints={[{ keys: 'Enter', does: 'take the decision back' }]} /></div>
    </Panel>
  );
};

const undoColumn = (onUndo: (decisionId: number) => void): Column<DecisionView> => ({
  key: 'undo', title: 'Undo', width: '96px', cell: (decision) => <UndoCell decision={decision} onUndo={onUndo} />,
});

const UndoCell = ({ decision, onUndo }: { readonly decision: DecisionView; readonly onUndo: (decisionId: number) => void }): JSX.Element => {
  if (decision.progress !== undefined) return <Muted>under way</Muted>;
  if (decision.undone) return <Muted>taken back</Muted>;
  return decision.canUndo ? <Button kind="inline" onPress={() => { onUndo(decision.decisionId); }}>Undo</Button> : <Muted>pushed</Muted>;
};
