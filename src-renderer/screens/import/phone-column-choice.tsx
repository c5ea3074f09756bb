// When no column looks like phone numbers, the analyst says which one it is.
import { useState, type JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import { Row } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';

export const PhoneColumnChoice = ({ columns, onChoose }: { readonly columns: readonly string[]; readonly onChoose: (column: number) => void }): JSX.Element => {
  const [column, setColumn] = useState('0');
  return (
    <Row>
      <SelectField label="The phone numbers are in" hideLabel options={columns.map((name, index) => ({ value: String(index), label: name === '' ? `Column ${index + 1}` : name }))} value={column} onChange={setColumn} />
      <Button onPress={() => { onChoose(Number(column)); }}>Read this column as phone numbers</Button>
    </Row>
  );
};
