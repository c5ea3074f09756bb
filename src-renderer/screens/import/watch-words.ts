// What a watched folder is doing, what it came to and what a person does about a stop, in words.
import type { WatchPass, WatchView } from '../../../src-shared/contract/watches.ts';
import { countOf, formatCount, formatShare } from '../../../src-shared/words/figures.ts';
import type { Tone } from '../../ui/badge.tsx';

export type WatchState = 'watching' | 'paused' | 'stopped';

export const stateOfWatch = ({ stopped, pausedAt = null }: WatchView): WatchState => (stopped !== null ? 'stopped' : pausedAt === null ? 'watching' : 'paused');

export const watchStateWords: Readonly<Record<WatchState, { readonly word: string; readonly tone: Tone }>> = {
  watching: { word: 'Watching', tone: 'good' }, paused: { word: 'Paused', tone: 'plain' }, stopped: { word: 'Stopped: it needs you', tone: 'bad' },
};

/** What to do next; nothing of the file was stored. */
export const wayOutOf = ({ file, failure }: NonNullable<WatchView['stopped']>): string => {
  if (file === '') return 'Connect its drive or put the folder back, then let it go on.';
  switch (failure.type) {
    case 'LayoutUnfit': return 'Look at the file, save how it is read as a layout, and import it. Then let the folder go on.';
    case 'ImportDoubtful': return 'Look at the file. If it is right, import it by hand and let the folder go on; if not, pass it over.';
    default: return 'Mend or replace the file and let the folder go on, or pass the file over.';
  }
};

export const limitWords = ({ mostGone, mostHeld }: Pick<WatchView, 'mostGone' | 'mostHeld'>): string =>
  `more than ${formatShare(mostGone, 1)} of the list are gone, or more than ${formatShare(mostHeld, 1)} of the rows would be held`;

const outcomeWords = { seen: 'imported before', skipped: 'passed over' } as const;

/** "1,200 accepted, 3 there already, 1 held" */
export const lastWords = ({ outcome, imported }: NonNullable<WatchView['last']>): string =>
  outcome === 'imported' ? (imported === null ? 'imported' : `${formatCount(imported.accepted)} accepted, ${formatCount(imported.duplicate)} there already, ${formatCount(imported.held)} held`) : outcomeWords[outcome];

/** What one look at all folders found. */
export const lookWords = (passes: readonly WatchPass[]): string => {
  const files = passes.reduce((sum, { imported }) => sum + imported.length, 0);
  const growing = passes.reduce((sum, { passedOver }) => sum + passedOver.filter(({ why }) => why === 'growing').length, 0);
  const stops = passes.filter(({ stopped }) => stopped !== null).length;
  const parts = [
    files === 0 ? 'Nothing new was imported.' : `${countOf(files, 'file')} imported.`,
    ...(growing === 0 ? [] : [`${countOf(growing, 'file')} still being written: taken at the next look.`]),
    ...(passes.some(({ busy }) => busy) ? ['Another import is under way: the rest is taken at the next look.'] : []),
    ...(stops === 0 ? [] : [`${countOf(stops, 'folder')} ${stops === 1 ? 'has' : 'have'} stopped and ${stops === 1 ? 'needs' : 'need'} you.`]),
  ];
  return parts.join(' ');
};
