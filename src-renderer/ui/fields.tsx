// Fields to fill in: a label always, help and a mistake beside it where there is one; a secret never shows itself nor comes back.
import { useState, type JSX, type ReactNode, type Ref } from 'react';
import { Check, Eye, EyeOff } from 'lucide-react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea } from 'react-aria-components/TextField';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import styles from './fields.module.css';

export type TextFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: ReactNode;
  /** What is wrong with the value; null while nothing is. */
  readonly mistake?: string | null;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  /** Has the focus when it appears: for fields that were asked for. */
  readonly takesFocus?: boolean;
  /** Several lines. */
  readonly lines?: number;
  readonly hideLabel?: boolean;
  readonly type?: 'text' | 'search' | 'tel' | 'url';
  readonly inputRef?: Ref<HTMLInputElement>;
};

export const TextField = ({ label, value, onChange, help, mistake = null, placeholder, isRequired = false, isDisabled = false, takesFocus = false, lines = 1, hideLabel = false, type = 'text', inputRef }: TextFieldProps): JSX.Element => {
  const box = { className: cx(styles['input']), ...(placeholder === undefined ? {} : { placeholder }) };
  return (
    <AriaTextField className={cx(styles['field'])} value={value} onChange={onChange} type={type} isInvalid={mistake !== null} isRequired={isRequired} isDisabled={isDisabled}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- only for a field that appeared because it was asked for
      autoFocus={takesFocus}
      validationBehavior="aria" {...(hideLabel ? { 'aria-label': label } : {})}>
      {hideLabel ? null : <Label className={cx(styles['label'])}>{label}</Label>}
      {lines > 1 ? <TextArea {...box} rows={lines} /> : <Input {...box} autoComplete="off" spellCheck={false} {...(inputRef === undefined ? {} : { ref: inputRef })} />}
      <FieldNotes help={help} mistake={mistake} />
    </AriaTextField>
  );
};

/** `saved`: a secret is in the keychain; typing replaces it. It can be looked at only while it is being typed. */
export const SecretField = ({ label, value, onChange, saved, help, mistake = null }: Pick<TextFieldProps, 'label' | 'value' | 'onChange' | 'help' | 'mistake'> & { readonly saved: boolean }): JSX.Element => {
  const [seen, setSeen] = useState(false);
  return (
    <AriaTextField className={cx(styles['field'])} value={value} onChange={onChange} type={seen ? 'text' : 'password'} isInvalid={mistake !== null} validationBehavior="aria">
      <Label className={cx(styles['label'])}>{label}</Label>
      <div className={cx(styles['beside'])}>
        <Input className={cx(styles['input'])} autoComplete="off" spellCheck={false} placeholder={saved ? 'Saved; type to replace it' : ''} />
        <IconButton label={seen ? 'Hide what is typed' : 'Show what is typed'} icon={seen ? <EyeOff /> : <Eye />} onPress={() => { setSeen(!seen); }} isDisabled={value === ''} />
      </div>
      <FieldNotes help={help} mistake={mistake} />
    </AriaTextField>
  );
};

export const Checkbox = ({ children, isSelected, onChange, isDisabled = false }: { readonly children: ReactNode; readonly isSelected: boolean; readonly onChange: (isSelected: boolean) => void; readonly isDisabled?: boolean }): JSX.Element => (
  <AriaCheckbox className={cx(styles['checkbox'])} isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
    <span className={cx(styles['tick'])}><Check aria-hidden="true" /></span>
    <span>{children}</span>
  </AriaCheckbox>
);

const FieldNotes = ({ help, mistake }: { readonly help: ReactNode; readonly mistake: string | null }): JSX.Element => (
  <>
    {help === undefined ? null : <Text slot="description" className={cx(styles['help'])}>{help}</Text>}
    <FieldError className={cx(styles['mistake'])}>{mistake}</FieldError>
  </>
);
