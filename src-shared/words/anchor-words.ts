// How long ago a checkpoint left this computer, in words that are the same on Home, on the Log screen and on the command line.
import type { AnchorKind, AnchorStatus } from '../contract/anchors.ts';

export const anchorKindWords: Readonly<Record<AnchorKind, string>> = {
  'hand-over': 'handed over', mail: 'mailed', paper: 'on paper', cosign: 'cosigned by a second person', rfc3161: 'stamped by an authority',
};

const day = 86_400_000;

/** "3 days ago", "today". `now` in milliseconds since 1970. */
export const outsideWords = ({ lastAt }: Pick<AnchorStatus, 'lastAt'>, now: number): string => {
  if (lastAt === null) return 'never';
  const days = Math.floor(Math.max(0, now - lastAt) / day);
  return days === 0 ? 'less than a day ago' : days === 1 ? '1 day ago' : `${days} days ago`;
};

export const overdueAdvice = 'Whoever has the key could rewrite what no one outside has seen. Mail the checkpoint, hand over an export, or have it cosigned or stamped: once a week is enough.';
