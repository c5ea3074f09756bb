// A code as people see it: an empty one is said, not shown as nothing; and what a line means in one sentence.
import type { JSX } from 'react';
import { Muted } from '../../ui/layout.tsx';
import type { DraftLine } from './code-rows.ts';
import { jurisdictionLabel } from './jurisdiction-options.ts';

export const CodeName = ({ code }: { readonly code: string }): JSX.Element => (code === '' ? <Muted>no code at all</Muted> : <>{code}</>);

export const meaningOf = ({ dncType, jurisdiction, reason }: DraftLine): string =>
  [dncType ?? 'no type', jurisdiction === null ? null : jurisdictionLabel(jurisdiction), reason === '' ? null : reason].filter((piece) => piece !== null).join(' · ');
