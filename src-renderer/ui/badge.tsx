// A state as a chip: always a picture and a word, never colour alone.
import type { JSX, ReactNode } from 'react';
import { BadgeCheck, CircleDashed, Hourglass, Send, TriangleAlert } from 'lucide-react';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { DestinationState } from '../../src-shared/domain/dnc.ts';
import { cx } from './cx.ts';
import styles from './badge.module.css';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'cool' | 'accent';

export const Badge = ({ tone = 'plain', icon, children }: { readonly tone?: Tone; readonly icon?: ReactNode; readonly children: ReactNode }): JSX.Element =>
  <span className={cx(styles['badge'], styles[tone])}>{icon}{children}</span>;

const looks: Readonly<Record<DestinationState, { readonly tone: Tone; readonly icon: JSX.Element }>> = {
  DRAFT: { tone: 'plain', icon: <CircleDashed aria-hidden="true" /> },
  PUSHING: { tone: 'accent', icon: <Send aria-hidden="true" /> },
  COOLING: { tone: 'cool', icon: <Hourglass aria-hidden="true" /> },
  ACTIVE: { tone: 'good', icon: <BadgeCheck aria-hidden="true" /> },
  ATTENTION: { tone: 'bad', icon: <TriangleAlert aria-hidden="true" /> },
};

/** ACTIVE says what it rests on where nobody read the list back. */
export const StateBadge = ({ state, verifiedBy = null, attestedBy = null }: { readonly state: DestinationState; readonly verifiedBy?: DestinationView['verifiedBy']; readonly attestedBy?: string | null }): JSX.Element =>
  <Badge tone={looks[state].tone} icon={looks[state].icon}>{state}{verifiedBy === 'attestation' ? `: answered for by ${attestedBy ?? 'a person'}, not read back` : ''}</Badge>;
