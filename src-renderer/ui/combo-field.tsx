// One choice out of many, found by typing a part of its name; what was typed and not chosen is dropped on leaving.
import type { JSX } from 'react';
import { ChevronDown } from 'lucide-react';
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components/ComboBox';
import { cx } from './cx.ts';
import styles from './fields.module.css';
import overlay from './overlay.module.css';
import type { Option, SelectFieldProps } from './select-field.tsx';

export type ComboFieldProps<V extends string> = Pick<
  SelectFieldProps<V>, 'label' | 'options' | 'value' | 'onChange' | 'help' | 'mistake' | 'placeholder' | 'isDisabled'
>;

export const ComboField = <V extends string>({ label, options, value, onChange, help, mistake = null, placeholder = 'Type to search', isDisabled = false }: ComboFieldProps<V>): JSX.Element => (
  <ComboBox
    className={cx(styles['field'])} value={value} isDisabled={isDisabled} isInvalid={mistake !== null} menuTrigger="focus" defaultItems={options.map((option) => ({ ...option, id: option.value }))}
    onChange={(key) => {
      const chosen = options.find((option) => option.value === key);
      if (chosen !== undefined) onChange(chosen.value);
    }}
  >
    <Label className={cx(styles['label'])}>{label}</Label>
    <div className={cx(styles['combo'])}>
      <Input className={cx(styles['input'])} placeholder={placeholder} spellCheck={false} />
      <Button className={cx(styles['opener'])}><ChevronDown aria-hidden="true" /></Button>
    </div>
    {help === undefined ? null : <Text slot="description" className={cx(styles['help'])}>{help}</Text>}
    <FieldError className={cx(styles['mistake'])}>{mistake}</FieldError>
    <Popover className={cx(overlay['popover'])} offset={4}>
      <ListBox<Option<V> & { readonly id: V }> renderEmptyState={() => <span className={cx(styles['help'])}>Nothing found</span>}>
        {(option) => <ListBoxItem className={cx(overlay['option'])} id={option.id} textValue={option.label}>{option.label}</ListBoxItem>}
      </ListBox>
    </Popover>
  </ComboBox>
);
