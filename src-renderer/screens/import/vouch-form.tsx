// A registry's file that was refused for its name or its length may be taken on a person's word, which is sealed with their reason.
import { useState, type JSX } from 'react';
import type { Failure } from '../../../src-shared/failures.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { TextField } from '../../ui/fields.tsx';
import { Panel } from '../../ui/layout.tsx';
import styles from './import.module.css';

export type Vouch = { readonly obtained?: string; readonly shorter?: boolean; readonly because: string };

/** Which refusals a person's word can lift. */
export const canVouch = (failure: Failure | null): 'obtained' | 'shorter' | null => {
  if (failure?.type !== 'RegistryRefused') return null;
  return failure.refusal.why === 'name-wrong' ? 'obtained' : failure.refusal.why === 'far-shorter' ? 'shorter' : null;
};

export const VouchForm = ({ what, onVouch }: { readonly what: 'obtained' | 'shorter'; readonly onVouch: (vouch: Vouch) => void }): JSX.Element => {
  const [day, setDay] = useState('');
  const [because, setBecause] = useState('');
  const [asked, setAsked] = useState(false);
  const dayIsWrong = what === 'obtained' && (!/^\d{4}-\d{2}-\d{2}$/.test(day.trim()) || Number.isNaN(Date.parse(day.trim())));
  const lacksReason = because.trim() === '';
  return (
    <Panel title={what === 'obtained' ? 'Say when the list was obtained' : 'Say that the list is as short as it is'}>
      <form className={cx(styles['vouch'])} onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!dayIsWrong && !lacksReason) onVouch({ because: because.trim(), ...(what === 'obtained' ? { obtained: day.trim() } : { shorter: true }) });
      }}>
        {what === 'obtained' ? <TextField label="Obtained on" value={day} onChange={setDay} placeholder="year-month-day" isRequired mistake={asked && dayIsWrong ? 'A day as year-month-day.' : null} /> : null}
        <TextField label="How do you know?" value={because} onChange={setBecause} isRequired mistake={asked && lacksReason ? 'A reason is needed; it goes into the record.' : null} />
        <Button type="submit">Import on my word</Button>
      </form>
    </Panel>
  );
};
