// Views of one thing side by side; only the chosen one is drawn.
import type { JSX, ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import { cx } from './cx.ts';
import styles from './tabs.module.css';

export type TabView = { readonly id: string; readonly label: string; readonly count?: number | null; readonly view: ReactNode };

export const Tabs = ({ label, tabs, chosen, onChoose }: { readonly label: string; readonly tabs: readonly TabView[]; readonly chosen: string; readonly onChoose: (id: string) => void }): JSX.Element => (
  <AriaTabs className={cx(styles['tabs'])} selectedKey={chosen} onSelectionChange={(key) => { onChoose(String(key)); }}>
    <TabList aria-label={label} className={cx(styles['list'])}>
      {tabs.map((tab) => (
        <Tab key={tab.id} id={tab.id} className={cx(styles['tab'])}>
          {tab.label}{tab.count === undefined || tab.count === null ? null : <span className={cx(styles['count'])}>{tab.count.toLocaleString('en-US')}</span>}
        </Tab>
      ))}
    </TabList>
    {tabs.map((tab) => <TabPanel key={tab.id} id={tab.id} className={cx(styles['panel'])}>{tab.view}</TabPanel>)}
  </AriaTabs>
);
