// Buttons: one primary thing to do, quiet others, inline ones within text and tables, danger for what loses something; each can show its key.
import type { JSX, ReactNode, Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { TooltipTrigger } from 'react-aria-components/Tooltip';
import styles from './button.module.css';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

export type ButtonProps = {
  readonly children: ReactNode;
  readonly onPress?: (() => void) | undefined;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'inline' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly isDisabled?: boolean;
  /** Shown and announced as busy; presses do nothing meanwhile. */
  readonly isPending?: boolean;
  /** Has the focus when it appears: for dialogs that were asked for. */
  readonly takesFocus?: boolean;
  readonly icon?: ReactNode;
  /** The key that does the same, as a hint; the screen handles it. */
  readonly hint?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  /** For menus and dialogs opened by this button. */
  readonly slot?: string;
};

export const Button = ({ children, onPress, kind = 'plain', type = 'button', isDisabled = false, isPending = false, takesFocus = false, icon, hint, ref, slot }: ButtonProps): JSX.Element => (
  <AriaButton
    className={cx(styles['button'], styles[kind])} type={type} isDisabled={isDisabled} isPending={isPending}
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- only where a dialog was asked for; WAI-ARIA wants the focus inside it
    autoFocus={takesFocus}
    {...(onPress === undefined ? {} : { onPress: () => { onPress(); } })}
    {...(ref === undefined ? {} : { ref })}
    {...(slot === undefined ? {} : { slot })}
    {...(hint === undefined ? {} : { 'aria-keyshortcuts': hint })}
  >
    {icon}
    {children}
    {hint === undefined ? null : <Kbd>{hint}</Kbd>}
  </AriaButton>
);

/** A button that is only a picture: `label` is its name and its tooltip. */
export const IconButton = ({ label, icon, onPress, isDisabled = false }: { readonly label: string; readonly icon: ReactNode; readonly onPress?: () => void; readonly isDisabled?: boolean }): JSX.Element => (
  <TooltipTrigger delay={500}>
    <AriaButton aria-label={label} className={cx(styles['button'], styles['quiet'], styles['icon'])} isDisabled={isDisabled} {...(onPress === undefined ? {} : { onPress: () => { onPress(); } })}>
      {icon}
    </AriaButton>
    <Tooltip>{label}</Tooltip>
  </TooltipTrigger>
);
