// A short word beside a control, shown on hover and on keyboard focus.
import type { JSX, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import styles from './overlay.module.css';
import { cx } from './cx.ts';

export const Tooltip = ({ children }: { readonly children: ReactNode }): JSX.Element =>
  <AriaTooltip className={cx(styles['tooltip'])} offset={6}>{children}</AriaTooltip>;

/** `children` must be one focusable react-aria control, such as Button. */
export const WithTooltip = ({ text, children }: { readonly text: string; readonly children: JSX.Element }): JSX.Element =>
  <TooltipTrigger delay={500}>{children}<Tooltip>{text}</Tooltip></TooltipTrigger>;
