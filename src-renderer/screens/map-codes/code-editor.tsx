// The code under the cursor: its meaning, the proposal where there is one, and a way out of the map.
import type { JSX } from 'react';
import { dncTypes, type DncType } from '../../../src-shared/domain/dnc.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { dncTypeWords } from '../../../src-shared/words/state-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { cx } from '../../ui/cx.ts';
import { TextField } from '../../ui/fields.tsx';
import { Muted } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { CodeRow, DraftLine } from './code-rows.ts';
import { CodeName, meaningOf } from './code-name.tsx';
import { LEFT_OPEN, optionsWith } from './jurisdiction-options.ts';
import styles from './map-codes.module.css';

const typeOptions = dncTypes.map((type): { readonly value: DncType; readonly label: string; readonly help: string } => ({ value: type, label: type, help: dncTypeWords[type] }));

export const CodeEditor = ({ row, onEdit }: { readonly row: CodeRow | null; readonly onEdit: (code: string, line: DraftLine | null) => void }): JSX.Element => (
  <aside aria-label="Meaning of the code" className={cx(styles['editor'])}>
    {row === null ? <Muted>Choose a code to give it a meaning.</Muted> : (
      <>
        <div>
          <p className={cx(styles['big'])}><CodeName code={row.code} /></p>
          <Muted>{row.numbers === 0 ? 'No number carries it at present' : `${countOf(row.numbers, 'number')} ${row.numbers === 1 ? 'carries' : 'carry'} it`}</Muted>
        </div>
        {row.proposal === null || row.line !== null ? null : (
          <div className={cx(styles['proposal'])}>
            <p><Badge tone="warn">proposal</Badge> {meaningOf(row.proposal)}</p>
            <p><Muted>Only a proposal: nothing is mapped before you accept it and save.</Muted></p>
            <Button hint="A" onPress={() => { if (row.proposal !== null) onEdit(row.code, row.proposal); }}>Accept it</Button>
          </div>
        )}
        <CodeForm key={row.code} row={row} onEdit={onEdit} />
      </>
    )}
  </aside>
);

const CodeForm = ({ row, onEdit }: { readonly row: CodeRow; readonly onEdit: (code: string, line: DraftLine | null) => void }): JSX.Element => {
  const line: DraftLine = row.line ?? { code: row.code, dncType: null, jurisdiction: null, reason: '' };
  const change = (part: Partial<DraftLine>): void => { onEdit(row.code, { ...line, ...part }); };
  return (
    <div className={cx(styles['form'])}>
      <SelectField label="DNC type" options={typeOptions} value={line.dncType} onChange={(dncType) => { change({ dncType }); }} placeholder="Not mapped" />
      <ComboField label="Jurisdiction" options={optionsWith(line.jurisdiction)} value={line.jurisdiction ?? LEFT_OPEN} onChange={(value) => { change({ jurisdiction: value === LEFT_OPEN ? null : value }); }} />
      <TextField label="Reason" value={line.reason} onChange={(reason) => { change({ reason }); }} help="Goes with the number where the vendor has a place for it." />
      {row.line === null ? null : <div><Button kind="quiet" onPress={() => { onEdit(row.code, null); }}>Take it out of the map</Button></div>}
    </div>
  );
};
