// A reading back in words and figures; nothing here calls a list whole unless the core did.
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReconciliationView } from '../../../src-shared/contract/runs.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import type { Tone } from '../../ui/badge.tsx';

export const readingStateWords: Readonly<Record<ReconciliationView['state'], { readonly word: string; readonly tone: Tone }>> = {
  reading: { word: 'Reading', tone: 'accent' },
  clean: { word: 'Found whole', tone: 'good' },
  differences: { word: 'Differences', tone: 'bad' },
  failed: { word: 'Not read', tone: 'warn' },
  attested: { word: 'Answered for, not read', tone: 'cool' },
};

/** Numbers that pushing again would mend: extra ones are not among them. */
export const mendable = ({ missing, different }: Pick<ReconciliationView, 'missing' | 'different'>): number => missing + different;

/** "Push the 3 missing numbers", "Push the 5 missing or different numbers". */
export const pushMissingWords = (reading: Pick<ReconciliationView, 'missing' | 'different'>): string => {
  const many = mendable(reading);
  const which = reading.different === 0 ? 'missing' : reading.missing === 0 ? 'different' : 'missing or different';
  return many === 1 ? `Push the one ${which} number` : `Push the ${countOf(many, `${which} number`)}`;
};

/** Found = expected − missing + extra, when the reading got to its end. */
export const doesAddUp = ({ expected, missing, extra, found }: ReconciliationView): boolean => expected - missing + extra === found;

export const verdictWords = (reading: ReconciliationView, destination: Pick<DestinationView, 'shared' | 'state'>): string => {
  switch (reading.state) {
    case 'reading': return 'The lists are being read back. Nothing can be said before the end.';
    case 'failed': return 'The lists could not be read to the end, so nothing is verified.';
    case 'clean': return `Every one of the ${countOf(reading.expected, 'number')} was found as it was pushed${reading.extra === 0 ? '' : `; ${countOf(reading.extra, 'number')} of others ${reading.extra === 1 ? 'stands' : 'stand'} there as well`}.${destination.state === 'ACTIVE' ? '' : ' That was then: the destination is not ACTIVE at present.'}`;
    case 'differences': return `The lists are not what was pushed.${reading.probe.every((one) => one.mustBeListed === one.listed) ? '' : ' The probe failed.'}${reading.extra > 0 && destination.shared ? ' Extra numbers are no fault here, since others write to these lists.' : ''}`;
    case 'attested': return `Nobody read the list back: ${reading.attestedBy ?? 'a person'} answers for the ${countOf(reading.expected, 'number')} the vendor accepted${reading.because === null ? '.' : `, because: ${reading.because}`}`;
    default: return reading.state satisfies never;
  }
};
