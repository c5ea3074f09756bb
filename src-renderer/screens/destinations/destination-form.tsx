// The form of one destination: its dialect's fields with their help, secrets that never show themselves, and the rules of what goes there.
import { useEffect, useRef, useState, type JSX } from 'react';
import type { DestinationView, DialectForm, FormField } from '../../../src-shared/contract/destinations.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Hint } from '../../ui/failure-notice.tsx';
import { Checkbox, SecretField, TextField } from '../../ui/fields.tsx';
import { Panel, Row } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { fieldsOf, findMistakes, type DestinationFields, type Mistakes } from './draft-form.ts';
import styles from './destinations.module.css';

export type DestinationFormProps = {
  readonly form: DialectForm;
  readonly destination: DestinationView | null;
  readonly isSaving: boolean;
  /** Answers the failure, or null once it is saved. */
  readonly onSave: (fields: DestinationFields) => Promise<Failure | null>;
  readonly onCancel: () => void;
};

export const DestinationForm = ({ form, destination, isSaving, onSave, onCancel }: DestinationFormProps): JSX.Element => {
  const [fields, setFields] = useState(() => fieldsOf(form, destination));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asked, setAsked] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const box = useRef<HTMLFormElement>(null);
  // the first mistake may be out of sight
  useEffect(() => { if (refusals > 0) box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(); }, [refusals]);
  const saved = destination?.savedSecrets ?? [];
  const isPractice = destination?.practice ?? false;
  const mistakes: Mistakes = asked ? { ...findMistakes(isPractice ? { ...form, fields: [] } : form, fields, saved), ...mistakeOf(failure) } : {};
  const change = (part: Partial<DestinationFields>): void => { setFields({ ...fields, ...part }); if (failure !== null) setFailure(null); };
  const save = async (): Promise<void> => {
    setAsked(true);
    if (Object.keys(findMistakes(isPractice ? { ...form, fields: [] } : form, fields, saved)).length > 0) { setRefusals(refusals + 1); return; }
    const trouble = await onSave(fields);
    setFailure(trouble);
    if (trouble !== null) setRefusals(refusals + 1);
    if (trouble === null) { setFields({ ...fields, secrets: {} }); setAsked(false); }
  };
  const shown = failure === null || Object.keys(mistakeOf(failure)).some((name) => name === 'name' || form.fields.some((field) => field.name === name)) ? null : failure;
  return (
    <Panel title={destination === null ? form.label : 'Connection'}>
      <form ref={box} className={cx(styles['form'])} onSubmit={(event) => { event.preventDefault(); void save(); }}>
        {shown === null ? null : <FailureNotice failure={shown} />}
        <TextField label="Name" value={fields.name} onChange={(name) => { change({ name }); }} takesFocus={destination === null} help="As you call it, for example “Genesys US outbound”." mistake={mistakes['name'] ?? null} />
        {isPractice ? <Hint>A practice tenant signs in by itself; it has no credentials to fill in.</Hint> : form.fields.map((field) => (
          <FieldInput key={field.name} field={field} fields={fields} isSaved={saved.includes(field.name)} mistake={mistakes[field.name] ?? null} onChange={change} />
        ))}
        <h3>What goes there</h3>
        <TextField label="Countries" value={fields.countries} onChange={(countries) => { change({ countries }); }} placeholder="All countries" help="Two-letter codes, separated by commas. Numbers of other countries are held back. Empty: all." mistake={mistakes['countries'] ?? null} />
        <SelectField label="An expiry later than the vendor allows" value={fields.lateExpiry} onChange={(lateExpiry) => { change({ lateExpiry }); }} options={[
          { value: 'permanent', label: 'Send as permanent', help: 'The number stays blocked; safer.' },
          { value: 'limit', label: 'Send with the latest date the vendor takes', help: 'The block ends earlier than asked for.' },
        ]} />
        <Checkbox isSelected={fields.shared} onChange={(shared) => { change({ shared }); }}>Others write to these lists as well: numbers found there that this desk did not push are shown and are no fault</Checkbox>
        <Row>
          <Button type="submit" kind="primary" isPending={isSaving}>{destination === null ? 'Add the destination' : 'Save'}</Button>
          {destination === null ? <Button onPress={onCancel}>Cancel</Button> : null}
        </Row>
      </form>
    </Panel>
  );
};

const mistakeOf = (failure: Failure | null): Mistakes => {
  if (failure?.type === 'SettingInvalid') return { [failure.field]: failure.why };
  return failure?.type === 'NameTaken' ? { name: 'There is already a destination of this name.' } : {};
};

const FieldInput = ({ field, fields, isSaved, mistake, onChange }: { readonly field: FormField; readonly fields: DestinationFields; readonly isSaved: boolean; readonly mistake: string | null; readonly onChange: (part: Partial<DestinationFields>) => void }): JSX.Element => {
  const { name, label, help } = field;
  const setting = fields.settings[name] ?? '';
  const set = (value: string): void => { onChange({ settings: { ...fields.settings, [name]: value } }); };
  switch (field.kind) {
    case 'secret': return <SecretField label={label} value={fields.secrets[name] ?? ''} onChange={(secret) => { onChange({ secrets: { ...fields.secrets, [name]: secret } }); }} saved={isSaved} help={isSaved ? `Saved; type a new one to replace it. ${help}` : help} mistake={mistake} />;
    case 'choice': return <SelectField label={label} value={setting} onChange={set} options={field.choices.map((choice) => ({ value: choice, label: choice }))} help={help} mistake={mistake} />;
    case 'address': return <TextField label={label} type="url" value={setting} onChange={set} help={help} placeholder="https://" mistake={mistake} />;
    case 'text': return <TextField label={label} value={setting} onChange={set} help={help} isRequired={field.required} mistake={mistake} />;
    default: return field.kind satisfies never;
  }
};
