// When no column looks like phone numbers, the analyst sees what the columns are called and says which one it is.
import { useState, type JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Panel } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './import.module.css';

type Props = { readonly columns: readonly string[]; readonly onChoose: (column: number) => void; readonly onFixedWidth: () => void };

export const PhoneColumnChoice = ({ columns, onChoose, onFixedWidth }: Props): JSX.Element => {
  const [column, setColumn] = useState('0');
  if (columns.length === 1) return (
    <Panel title="Where in a line is the phone number?">
      <p>Each line was read as one piece. If several columns stand side by side in it, cut the lines where the columns begin; you see the first lines and place the cuts. Nothing is stored.</p>
      <div className={cx(styles['pick'])}>
        <Button kind="primary" onPress={onFixedWidth}>Cut the lines into columns</Button>
        <Button onPress={() => { onChoose(0); }}>Read each line as one number</Button>
      </div>
    </Panel>
  );
  return (
    <Panel title="Which column holds the phone numbers?">
      <p>The file has {columns.length} columns: {columns.join(', ')}. Choose one to see its rows; nothing is stored.</p>
      <div className={cx(styles['pick'])}>
        <SelectField label="The phone numbers are in" options={columns.map((name, index) => ({ value: String(index), label: name === '' ? `Column ${index + 1}` : name }))} value={column} onChange={setColumn} />
        <Button kind="primary" onPress={() => { onChoose(Number(column)); }}>Read this column as phone numbers</Button>
      </div>
    </Panel>
  );
};
