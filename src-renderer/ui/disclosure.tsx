// Something that opens in place when asked for.
import type { JSX, ReactNode } from 'react';
import { ChevronRight } from 'lucide-react';
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components/Disclosure';
import { cx } from './cx.ts';
import styles from './disclosure.module.css';

export const Disclosure = ({ title, children }: { readonly title: string; readonly children: ReactNode }): JSX.Element => (
  <AriaDisclosure className={cx(styles['disclosure'])}>
    <Heading level={3} className={cx(styles['heading'])}><Button slot="trigger" className={cx(styles['trigger'])}><ChevronRight aria-hidden="true" />{title}</Button></Heading>
    <DisclosurePanel className={cx(styles['panel'])}>{children}</DisclosurePanel>
  </AriaDisclosure>
);
