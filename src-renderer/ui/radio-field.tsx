// One choice of few, all in sight, each with what follows from it.
import type { JSX } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { cx } from './cx.ts';
import styles from './fields.module.css';
import type { Option } from './select-field.tsx';

export const RadioField = <V extends string>({ label, options, value, onChange }: { readonly label: string; readonly options: readonly Option<V>[]; readonly value: V | null; readonly onChange: (value: V) => void }): JSX.Element => (
  <RadioGroup className={cx(styles['radios'])} value={value} onChange={(key) => {
    const chosen = options.find((option) => option.value === key);
    if (chosen !== undefined) onChange(chosen.value);
  }}>
    <Label className={cx(styles['label'])}>{label}</Label>
    {options.map((option) => (
      <Radio key={option.value} value={option.value} className={cx(styles['radio'])} isDisabled={option.isDisabled ?? false}>
        <span className={cx(styles['dot'])} aria-hidden="true" />
        <span>{option.label}{option.help === undefined ? null : <span className={cx(styles['help'])}><br />{option.help}</span>}</span>
      </Radio>
    ))}
  </RadioGroup>
);
