// Checks are made one after another and the first that does not hold ends them; what was not made never counts as held.

export const checkWords = {
  zip: 'The file is built as exports are built',
  version: 'This page knows its version',
  signature: 'The list of files is signed by the key in the file',
  complete: 'Every file of the export is there',
  closed: 'No other file was put in',
  sums: 'Every file is, byte for byte, the one that was signed',
  crc: 'The ZIP’s own checksums fit',
  keys: 'All files with keys name one and the same key',
  note: 'The checkpoint is signed by that key',
  raw: 'Checkpoint, plain signature and cover sheet agree',
  form: 'Every entry is written in the one form it can have',
  order: 'The entries are numbered without a gap',
  log: 'Every entry belongs to this log',
  beginning: 'The log begins with its founding and its first key',
  size: 'There are as many entries as the checkpoint says',
  root: 'The entries give the signed root',
  history: 'Each key of the log was brought by the log, and this one is the last',
  openings: 'What was opened is what was sealed',
  rows: 'The rows shown are those that were sealed',
  proofs: 'Every entry shown stands in the log at its place',
  records: 'Everything shown is about this one number, as it was sealed',
  index: 'The entries shown are all there were in the index',
  earlier: 'The log continues the earlier exports named in the file',
  anchors: 'Checkpoints left with others are of this history',
  held: 'The log continues the checkpoint you hold',
  card: 'The key is the one on your key card',
} as const;
export type CheckName = keyof typeof checkWords;

/** `code` is for programs and never changes; `words` are plain, quote nothing from the file that could mislead, and end with a full stop. */
export type Flaw = { readonly code: string; readonly words: string };
export type Check = { readonly name: CheckName; readonly what: string; readonly state: 'held' | 'broken' | 'not-made'; readonly detail: string };

export type Course = {
  /** Makes the check unless one before it broke. An answer that is no flaw is a remark. True if it held. */
  readonly take: (name: CheckName, make: () => Flaw | string | null | Promise<Flaw | string | null>) => Promise<boolean>;
  readonly isBroken: () => boolean;
  readonly checks: () => readonly Check[];
  readonly flaw: () => Flaw | null;
};

/** `hear` is told when a check begins and when it ends. */
export const createCourse = (names: readonly CheckName[], hear: (check: Check | { readonly name: CheckName; readonly state: 'being-made' }) => void = () => {}): Course => {
  const made = new Map<CheckName, Check>();
  let first: Flaw | null = null;
  return {
    take: async (name, make) => {
      if (first !== null || !names.includes(name)) return false;
      hear({ name, state: 'being-made' });
      const answer = await make();
      const flaw = typeof answer === 'object' ? answer : null;
      const check: Check = { name, what: checkWords[name], state: flaw === null ? 'held' : 'broken', detail: flaw?.words ?? (typeof answer === 'string' ? answer : '') };
      made.set(name, check);
      first = flaw;
      hear(check);
      return flaw === null;
    },
    isBroken: () => first !== null,
    checks: () => names.map((name) => made.get(name) ?? { name, what: checkWords[name], state: 'not-made', detail: '' }),
    flaw: () => first,
  };
};

export const flaw = (code: string, words: string): Flaw => ({ code, words });
