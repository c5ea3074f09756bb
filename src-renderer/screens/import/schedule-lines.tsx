// The lines by which the system's own scheduler looks at the folders while no window is open, each with a button that copies it.
import { useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Mono } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './import.module.css';
import { useSchedule } from './use-schedule.ts';

const often = [
  { value: '5', label: 'Every 5 minutes' }, { value: '15', label: 'Every 15 minutes' }, { value: '60', label: 'Every hour' }, { value: '1440', label: 'Once a day' },
] as const;
type Often = (typeof often)[number]['value'];

export const ScheduleLines = ({ client }: { readonly client: Client }): JSX.Element => {
  const [every, setEvery] = useState<Often>('15');
  const lines = useSchedule(client, Number(every));
  return (
    <Disclosure title="Look while DNC Desk is closed">
      <div className={cx(styles['schedule'])}>
        <p>While a window is open, the folders are looked at every few seconds. For the rest of the day let the system run <Mono>dnc-desk sync</Mono>: it looks once and ends. A stop waits here and on Home.</p>
        <div className={cx(styles['pick'])}><SelectField<Often> label="How often" value={every} onChange={setEvery} options={often} /></div>
        {lines === null ? null : (
          <>
            <Line title="Windows: Task Scheduler, in a command prompt" what="the line for Task Scheduler" text={lines.taskScheduler} />
            <Line title={`macOS: save as ${lines.launchd.file}, then run: launchctl load ${lines.launchd.file}`} what="the file for launchd" text={lines.launchd.plist} />
            <Line title="Linux: add with crontab -e" what="the line for cron" text={lines.cron} />
          </>
        )}
      </div>
    </Disclosure>
  );
};

const Line = ({ title, what, text }: { readonly title: string; readonly what: string; readonly text: string }): JSX.Element => (
  <section className={cx(styles['scheduleLine'])} aria-label={title}>
    <h3>{title}</h3>
    <pre>{text.trimEnd()}</pre>
    <CopyButton text={text} what={what} />
  </section>
);
