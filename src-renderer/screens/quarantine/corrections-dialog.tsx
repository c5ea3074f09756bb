// What a corrected spreadsheet would do, row by row, before it does it; nothing changes until it is confirmed.
import type { JSX } from 'react';
import type { CorrectionCount } from '../../../src-shared/contract/quarantine.ts';
import { correctionRefusalWords } from '../../../src-shared/words/correction-words.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Figures, Muted } from '../../ui/layout.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './quarantine.module.css';

const shown = 100;

export const CorrectionsDialog = ({ count, onClose, onConfirm }: { readonly count: CorrectionCount | null; readonly onClose: () => void; readonly onConfirm: () => void }): JSX.Element => (
  <Dialog title="Import corrections" isOpen={count !== null} onClose={onClose} isWide>
    {count === null ? null : <Counted count={count} onClose={onClose} onConfirm={onConfirm} />}
  </Dialog>
);

const Counted = ({ count, onClose, onConfirm }: { readonly count: CorrectionCount; readonly onClose: () => void; readonly onConfirm: () => void }): JSX.Element => {
  const { file, rows, fixed, accepted, discarded, unchanged, refused, refusals } = count;
  const decided = fixed + accepted + discarded;
  return (
    <>
      <p>{countOf(rows, 'row')} in “{file}”, each matched with the held row it came from.</p>
      <Figures figures={[
        { name: 'Fixed', value: formatCount(fixed) }, { name: 'Accepted', value: formatCount(accepted) }, { name: 'Discarded', value: formatCount(discarded) },
        { name: 'Unchanged', value: formatCount(unchanged) }, { name: 'Refused', value: formatCount(refused) },
      ]} />
      {refused === 0 ? null : (
        <div className={cx(styles['refusals'])}>
          <h3>Refused rows stay held</h3>
          <DataTable label="Refused rows" rowKey={({ line, why }) => `${line} ${why}`} rows={refusals.slice(0, shown)} columns={[
            { key: 'line', title: 'Line', align: 'end', cell: ({ line }) => formatCount(line) },
            { key: 'why', title: 'Why', cell: (refusal) => correctionRefusalWords(refusal) },
          ]} />
          {refused > shown ? <Muted>{`The first ${shown} of ${formatCount(refused)}.`}</Muted> : null}
        </div>
      )}
      <p>{decided === 0 ? 'Nothing would change.' : 'All of it becomes one decision, which can be taken back as one.'}</p>
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="primary" isDisabled={decided === 0} takesFocus onPress={onConfirm}>{`Decide ${countOf(decided, 'row')}`}</Button>
      </DialogActions>
    </>
  );
};
