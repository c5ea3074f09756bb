// An empty place says why it is empty and what to do about it.
import type { JSX, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './states.module.css';

export const EmptyState = ({ title, children, icon, action }: { readonly title: string; readonly children?: ReactNode; readonly icon?: ReactNode; readonly action?: ReactNode }): JSX.Element => (
  <div className={cx(styles['empty'])}>
    {icon === undefined ? null : <span aria-hidden="true" className={cx(styles['picture'])}>{icon}</span>}
    <h2>{title}</h2>
    {children === undefined ? null : <p>{children}</p>}
    {action}
  </div>
);
