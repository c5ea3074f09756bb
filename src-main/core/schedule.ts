// The exact lines by which the system's own scheduler runs `dnc-desk sync`: Task Scheduler, launchd, cron.
import type { ScheduleView } from '../../src-shared/contract/watches.ts';

export type ScheduleFacts = {
  /** What starts the program, in order: an executable and its fixed arguments, as absolute paths. */
  readonly program: readonly string[];
  readonly home: string;
  readonly everyMinutes: number;
};

export const schedulesFor = ({ program, home, everyMinutes }: ScheduleFacts): ScheduleView => {
  const words = [...program, 'sync', '--home', home];
  return {
    watchFolder: [...program, 'watch', 'set', '--home', home, '--file', 'FOLDER'].map(quoteForShells).join(' '),
    taskScheduler: taskLine(words, everyMinutes),
    launchd: { file: `~/Library/LaunchAgents/${label}.plist`, plist: plistOf(words, everyMinutes) },
    cron: `${cronTime(everyMinutes)} ${words.map(quoteForCron).join(' ')}`,
  };
};

const label = 'dnc-desk.sync';

/** schtasks takes one argument with the whole command in it; its own quotes are written \" (schtasks create, /TR). */
const taskLine = (words: readonly string[], every: number): string => {
  const command = words.map((word) => (/[\s&()^;,]/.test(word) ? `\\"${word}\\"` : word)).join(' ');
  const often = every < 1440 ? `/SC MINUTE /MO ${every}` : `/SC DAILY /MO ${Math.round(every / 1440)}`;
  return `schtasks /Create /TN "DNC Desk sync" ${often} /TR "${command}" /F`;
};

const plistOf = (words: readonly string[], every: number): string => [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
  '<plist version="1.0">', '<dict>',
  '  <key>Label</key>', `  <string>${label}</string>`,
  '  <key>ProgramArguments</key>', '  <array>', ...words.map((word) => `    <string>${escapeXml(word)}</string>`), '  </array>',
  '  <key>StartInterval</key>', `  <integer>${every * 60}</integer>`,
  '</dict>', '</plist>', '',
].join('\n');

/** Double quotes hold a word with spaces together in every shell. */
const quoteForShells = (word: string): string => (/^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word}"`);

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** cron has no "every 45 minutes": what divides no hour or day is run at the next oftener time that does. */
const cronTime = (every: number): string => {
  if (every < 60) return `*/${[30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1].find((minutes) => minutes <= every) ?? 1} * * * *`;
  if (every < 1440) return `0 */${[12, 8, 6, 4, 3, 2, 1].find((hours) => hours * 60 <= every) ?? 1} * * *`;
  return '0 6 * * *';
};

/** The shell's quotes, and % as cron wants it: bare, it ends the command (crontab(5)). */
const quoteForCron = (word: string): string => (/^[\w@+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`).replaceAll('%', String.raw`\%`);
