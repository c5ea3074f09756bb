// A day of the calendar, in the browser's own field, which speaks the person's language and date order.
import { useId, type JSX } from 'react';
import { cx } from '../../ui/cx.ts';
import styles from './log.module.css';

export const DayField = ({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (day: string) => void }): JSX.Element => {
  const id = useId();
  return (
    <div className={cx(styles['day'])}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="date" value={value} onChange={(event) => { onChange(event.target.value); }} />
    </div>
  );
};
