// The validation matrix: where type, jurisdiction and area code disagree, and one decision for each kind.
import { useState, type JSX } from 'react';
import { CircleCheck } from 'lucide-react';
import type { ConflictView } from '../../../src-shared/contract/code-map.ts';
import type { ConflictChoice, ConflictKind } from '../../../src-shared/domain/conflict.ts';
import { conflictConsequence } from '../../../src-shared/words/conflict-consequence-words.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { conflictChoiceWords, conflictKindWords } from '../../../src-shared/words/state-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Muted, Panel, Stack } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { RadioField } from '../../ui/radio-field.tsx';
import styles from './map-codes.module.css';

export type OnDecide = (kind: ConflictKind, choice: ConflictChoice, because: string) => void;

export const ConflictList = ({ conflicts, isActing, onDecide }: { readonly conflicts: readonly ConflictView[]; readonly isActing: boolean; readonly onDecide: OnDecide }): JSX.Element => {
  const found = conflicts.filter((conflict) => conflict.numbers > 0 || conflict.choice !== null);
  if (found.length === 0) return <EmptyState title="No conflicts" icon={<CircleCheck />}>Where a code has a meaning, type, jurisdiction and area code agree. Numbers without a mapped code are compared once it is mapped.</EmptyState>;
  return (
    <Stack gap={4}>
      <Panel title="Validation matrix">
        <DataTable label="Validation matrix: type by kind of conflict" rows={found} rowKey={(conflict) => conflict.kind} columns={matrixColumns} />
      </Panel>
      {found.filter((conflict) => conflict.numbers > 0).map((conflict) => <ConflictCard key={conflict.kind} conflict={conflict} isActing={isActing} onDecide={onDecide} />)}
    </Stack>
  );
};

/** The types of which a kind can be at all; the rules are in findConflict. */
const typesOf: Readonly<Record<ConflictKind, string>> = { state_without_state: 'STATE', state_mismatch: 'STATE', row_map_mismatch: 'any type', federal_outside_country: 'FEDERAL' };

const matrixColumns: readonly DataColumn<ConflictView>[] = [
  { key: 'kind', title: 'Kind of conflict', cell: (conflict) => conflictKindWords[conflict.kind].word },
  { key: 'type', title: 'DNC type', cell: (conflict) => typesOf[conflict.kind] },
  { key: 'numbers', title: 'Numbers', align: 'end', cell: (conflict) => formatCount(conflict.numbers) },
  { key: 'choice', title: 'Decision', cell: (conflict) => (conflict.choice === null ? <Badge tone="warn">undecided: held back</Badge> : conflictChoiceWords[conflict.choice]) },
  { key: 'by', title: 'Decided', cell: (conflict) => <DecidedBy conflict={conflict} /> },
];

const DecidedBy = ({ conflict }: { readonly conflict: ConflictView }): JSX.Element =>
  conflict.decidedAt === null ? <Muted>–</Muted> : <>{conflict.decidedBy ?? 'somebody'}, <Moment at={conflict.decidedAt} /></>;

const ConflictCard = ({ conflict, isActing, onDecide }: { readonly conflict: ConflictView; readonly isActing: boolean; readonly onDecide: OnDecide }): JSX.Element => {
  const { kind, numbers, choices, choice, examples } = conflict;
  const [wanted, setWanted] = useState<ConflictChoice | null>(choice);
  const [because, setBecause] = useState('');
  const facts = { numbers, declared: common(examples.map((example) => example.declared)), areaCode: common(examples.map((example) => example.areaCode)) };
  return (
    <Panel title={<>{conflictKindWords[kind].word} <Muted>{formatCount(numbers)}</Muted></>} actions={choice === null ? <Badge tone="warn">held back</Badge> : <Badge tone={choice === 'hold' ? 'warn' : 'good'}>{conflictChoiceWords[choice]}</Badge>}>
      <p>{conflictKindWords[kind].meaning} {choice === null ? `${countOf(numbers, 'number')} ${numbers === 1 ? 'is' : 'are'} held back until you decide.` : <>Decided by <DecidedBy conflict={conflict} />.</>}</p>
      <div className={cx(styles['conflict'])}>
        <form className={cx(styles['form'])} onSubmit={(event) => { event.preventDefault(); if (wanted !== null) { onDecide(kind, wanted, because.trim()); setBecause(''); } }}>
          <RadioField label="What happens to them" value={wanted} onChange={setWanted} options={choices.map((one) => ({ value: one, label: conflictChoiceWords[one], help: conflictConsequence(kind, one, facts) }))} />
          <TextField label="Why (goes into the record)" value={because} onChange={setBecause} />
          <div><Button type="submit" kind="primary" isDisabled={wanted === null || isActing || (wanted === choice && because.trim() === '')}>{choice === null ? 'Decide' : 'Decide anew'}</Button></div>
        </form>
        <div>
          <h3>{examples.length < numbers ? `${formatCount(examples.length)} of ${formatCount(numbers)}, as examples` : 'The numbers'}</h3>
          <DataTable label={`Examples: ${conflictKindWords[kind].word}`} rows={examples} rowKey={(example) => `${example.phone} ${example.file} ${example.line}`} columns={exampleColumns} />
        </div>
      </div>
    </Panel>
  );
};

const exampleColumns: readonly DataColumn<ConflictView['examples'][number]>[] = [
  { key: 'phone', title: 'Number', cell: (example) => <span className={cx(styles['phone'])}>{example.phone}</span> },
  { key: 'code', title: 'Code', cell: (example) => example.code },
  { key: 'type', title: 'Type', cell: (example) => example.dncType },
  { key: 'declared', title: 'Declared', cell: (example) => example.declared ?? <Muted>nothing</Muted> },
  { key: 'area', title: 'Area code', cell: (example) => example.areaCode ?? <Muted>no state</Muted> },
  { key: 'file', title: 'File and line', cell: (example) => <span className={cx(styles['file'])}>{formatCount(example.line)}, {example.file}</span> },
];

/** What all have in common; null where they differ. */
const common = (values: readonly (string | null)[]): string | null => (values.length > 0 && values.every((value) => value === values[0]) ? values[0] ?? null : null);
