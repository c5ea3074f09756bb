// Figures in words people read at a glance: the same number looks the same in the window and on the command line.

const counts = new Intl.NumberFormat('en-US');

/** 1234567 -> "1,234,567". */
export const formatCount = (count: number): string => counts.format(count);

const shortCounts = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 0 });

/** For a badge: 9999 -> "9,999", 512_345 -> "512K". */
export const formatBadge = (count: number): string => (count < 10_000 ? counts : shortCounts).format(count);

/** "1 number", "2,000 numbers"; `many` where an s is not enough. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** Bytes in decimal units as file managers show them: 999 -> "999 B", 40_123_456 -> "40.1 MB". */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) { size /= 1000; unit += 1; }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? 'B'}`;
};

/** Milliseconds as exact as they are useful: "under 0.1 s", "0.4 s", "42 s", "2 min 5 s", "about 3 h", "about 4 d". */
export const formatDuration = (ms: number): string => {
  const span = Math.max(0, ms);
  if (span < 50) return 'under 0.1 s';
  if (span < 9950) return `${(span / 1000).toFixed(1)} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  if (seconds < 48 * 3600) return `about ${Math.round(seconds / 3600)} h`;
  return `about ${Math.round(seconds / 86_400)} d`;
};

/** Time still to pass, in whole units that do not flicker: "0 s", "42 s", "2 min 5 s", "about 3 h". */
export const formatRemaining = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
};

/** "1,250 / s"; below ten with one decimal. */
export const formatRate = (perSecond: number): string => `${perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))} / s`;

/** 0.1234 -> "12.3 %". */
export const formatShare = (part: number, whole: number): string => (whole === 0 ? '0 %' : `${((part / whole) * 100).toFixed(part === whole ? 0 : 1)} %`);

/** `zone`: its short name stands behind, "UTC", "GMT+1". */
export type Place = { readonly timeZone: string; readonly seconds?: boolean; readonly zone?: boolean };

/** Milliseconds since 1970 in a named time zone, month as a word so that no country misreads it: "21 Nov 2026, 14:05". */
export const formatMoment = (ms: number, place: Place): string => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: place.timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit',
    hourCycle: 'h23', ...(place.seconds === true ? { second: '2-digit' } : {}), ...(place.zone === true ? { timeZoneName: 'short' } : {}),
  }).formatToParts(ms);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const clock = [of('hour'), of('minute'), ...(place.seconds === true ? [of('second')] : [])].join(':');
  return `${of('day')} ${of('month').slice(0, 3)} ${of('year')}, ${clock}${place.zone === true ? ` ${of('timeZoneName')}` : ''}`;
};
