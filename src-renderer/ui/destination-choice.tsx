// Chooses the destination a screen is about, where there is more than one; its state stands beside it in any case.
import type { JSX } from 'react';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import { Badge, StateBadge } from './badge.tsx';
import { cx } from './cx.ts';
import styles from './fields.module.css';
import { SelectField } from './select-field.tsx';

export const DestinationChoice = ({ destinations, chosen, onChoose }: { readonly destinations: readonly DestinationView[]; readonly chosen: DestinationView; readonly onChoose: (destinationId: number) => void }): JSX.Element => (
  <div className={cx(styles['destination'])}>
    {destinations.length < 2 ? <strong>{chosen.name}</strong> : (
      <SelectField label="Destination" hideLabel value={String(chosen.destinationId)} onChange={(id) => { onChoose(Number(id)); }} options={destinations.map((one) => ({ value: String(one.destinationId), label: one.name }))} />
    )}
    {chosen.practice ? <Badge>practice</Badge> : null}
    <StateBadge state={chosen.state} verifiedBy={chosen.verifiedBy} attestedBy={chosen.attestedBy} />
  </div>
);

/** The destination the address names, else the one that needs somebody most, else the first. */
export const chooseDestination = (destinations: readonly DestinationView[], param: string | undefined, urgent: readonly DestinationView['state'][]): DestinationView | null =>
  destinations.find((one) => String(one.destinationId) === param) ?? urgent.map((state) => destinations.find((one) => one.state === state)).find((one) => one !== undefined) ?? destinations[0] ?? null;
