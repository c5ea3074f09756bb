// One choice of several, from a list that opens.
import type { JSX, ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { Button, FieldError, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components/Select';
import { cx } from './cx.ts';
import styles from './fields.module.css';
import overlay from './overlay.module.css';

export type Option<V extends string> = { readonly value: V; readonly label: string; readonly help?: string; readonly isDisabled?: boolean };

export type SelectFieldProps<V extends string> = {
  readonly label: string;
  readonly options: readonly Option<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly help?: ReactNode;
  readonly mistake?: string | null;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly hideLabel?: boolean;
  /** Draws the value in the accent colour: this choice matters here. */
  readonly isMarked?: boolean;
};

export const SelectField = <V extends string>({ label, options, value, onChange, help, mistake = null, placeholder = 'Choose', isDisabled = false, hideLabel = false, isMarked = false }: SelectFieldProps<V>): JSX.Element => (
  <Select
    className={cx(styles['field'])} value={value} isDisabled={isDisabled} isInvalid={mistake !== null} placeholder={placeholder} {...(hideLabel ? { 'aria-label': label } : {})}
    onChange={(key) => {
      const chosen = options.find((option) => option.value === key);
      if (chosen !== undefined) onChange(chosen.value);
    }}
  >
    {hideLabel ? null : <Label className={cx(styles['label'])}>{label}</Label>}
    <Button className={cx(styles['select'])}>
      <SelectValue className={cx(styles['value'], isMarked && styles['chosen'])}>
        {({ defaultChildren, isPlaceholder }) => (isPlaceholder ? defaultChildren : options.find((option) => option.value === value)?.label)}
      </SelectValue>
      <ChevronDown aria-hidden="true" />
    </Button>
    {help === undefined ? null : <Text slot="description" className={cx(styles['help'])}>{help}</Text>}
    <FieldError className={cx(styles['mistake'])}>{mistake}</FieldError>
    <Popover className={cx(overlay['popover'])} offset={4}>
      <ListBox items={options.map((option) => ({ ...option, id: option.value }))}>
        {(option) => (
          <ListBoxItem className={cx(overlay['option'])} id={option.id} textValue={option.label} isDisabled={option.isDisabled ?? false}>
            <span>{option.label}{option.help === undefined ? null : <span className={cx(overlay['optionHelp'])}><br />{option.help}</span>}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
);
