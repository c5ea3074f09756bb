// The few shapes every screen is made of: a head with its actions, panels, rows, figures and lists of facts.
import type { JSX, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './layout.module.css';

/** The screen's own head; `fill` lets the last part take the remaining height (long lists). */
export const Screen = ({ title, lead, actions, fill = false, children }: { readonly title: string; readonly lead?: ReactNode; readonly actions?: ReactNode; readonly fill?: boolean; readonly children: ReactNode }): JSX.Element => (
  <div className={cx(styles['screen'], fill && styles['fill'])}>
    <header className={cx(styles['head'])}>
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {lead === undefined ? null : <p className={cx(styles['lead'])}>{lead}</p>}
      </div>
      {actions === undefined ? null : <div className={cx(styles['actions'])}>{actions}</div>}
    </header>
    {children}
  </div>
);

export const Panel = ({ title, actions, children, isFlush = false, fill = false }: { readonly title?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode; readonly isFlush?: boolean; readonly fill?: boolean }): JSX.Element => (
  <section className={cx(styles['panel'], isFlush && styles['flush'], fill && styles['grow'])}>
    {title === undefined && actions === undefined ? null : <div className={cx(styles['panelHead'])}>{title === undefined ? <span /> : <h2>{title}</h2>}{actions}</div>}
    {children}
  </section>
);

export const Row = ({ children, spread = false }: { readonly children: ReactNode; readonly spread?: boolean }): JSX.Element => <div className={cx(styles['row'], spread && styles['spread'])}>{children}</div>;
export const Stack = ({ children, gap = 3, fill = false }: { readonly children: ReactNode; readonly gap?: 1 | 2 | 3 | 4 | 5; readonly fill?: boolean }): JSX.Element => <div className={cx(styles['stack'], styles[`gap${gap}`], fill && styles['grow'])}>{children}</div>;
export const Muted = ({ children }: { readonly children: ReactNode }): JSX.Element => <span className={cx(styles['muted'])}>{children}</span>;
export const Mono = ({ children }: { readonly children: ReactNode }): JSX.Element => <code className={cx(styles['mono'])}>{children}</code>;
export const ReadersOnly = ({ children }: { readonly children: ReactNode }): JSX.Element => <span className={cx(styles['readersOnly'])}>{children}</span>;

export type Fact = { readonly name: string; readonly value: ReactNode };

/** Names and values, one below the other. */
export const KeyValueList = ({ facts }: { readonly facts: readonly Fact[] }): JSX.Element => (
  <dl className={cx(styles['facts'])}>
    {facts.map(({ name, value }) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
  </dl>
);

/** A few large figures side by side. */
export const Figures = ({ figures }: { readonly figures: readonly Fact[] }): JSX.Element => (
  <dl className={cx(styles['figures'])}>
    {figures.map(({ name, value }) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
  </dl>
);
