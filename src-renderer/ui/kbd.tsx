// A key to press, shown small; hidden from readers, which announce the button's own shortcut.
import type { JSX, ReactNode } from 'react';
import styles from './kbd.module.css';
import { cx } from './cx.ts';

export const Kbd = ({ children }: { readonly children: ReactNode }): JSX.Element => <kbd aria-hidden="true" className={cx(styles['kbd'])}>{children}</kbd>;

export type KeyHint = { readonly keys: string; readonly does: string };

/** A line of keys and what they do, for the foot of a list. */
export const KeyHints = ({ hints }: { readonly hints: readonly KeyHint[] }): JSX.Element => (
  <ul className={cx(styles['hints'])} aria-label="Keys">
    {hints.map(({ keys, does }) => <li key={keys}><kbd className={cx(styles['kbd'])}>{keys}</kbd> {does}</li>)}
  </ul>
);
