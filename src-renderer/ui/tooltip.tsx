// A short word beside a control, shown on hover and on keyboard focus.
import type { JSX, ReactNode } from 'react';
import { Tooltip as AriaTooltip } from 'react-aria-components/Tooltip';
import styles from './overlay.module.css';
import { cx } from './cx.ts';

export const Tooltip = ({ children }: { readonly children: ReactNode }): JSX.Element =>
  <AriaTooltip className={cx(styles['tooltip'])} offset={6}>{children}</AriaTooltip>;
