// The report's parts in the order they are read: figures, time, imports, pushes, readings back, releases, people, keys.
import { count, draw, type Child } from '../kit/draw.ts';
import type { Leaf } from '../proof/leaf.ts';
import { drawPagedTable, type Column } from './paged-table.ts';
import { drawBars, drawColumns } from './pictures.ts';
import type { Story } from './story.ts';
import { stepsOf } from './steps.ts';
import { actWord, briefMomentOf, dayOf, kindWord, momentOf, numberIn, sayEntry, textIn } from './words.ts';

const inLeaves = 'All of them are in report.csv and leaves.ndjson of the export.';

export const drawSection = (title: string, ...children: readonly Child[]): HTMLElement => {
  const heading = draw('h2', { id: `s-${title.toLowerCase().replace(/[^a-z]+/gu, '-')}` }, title);
  return draw('section', { class: 'card', 'aria-labelledby': heading.id }, heading, ...children);
};

const table = <Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): HTMLElement => {
  const paged = drawPagedTable(caption, columns, inLeaves);
  paged.show(rows);
  return paged.element;
};

const entryColumn: Column<Leaf> = { title: 'Entry', cell: ({ seq }) => count(seq) };
const timeColumn: Column<Leaf> = { title: 'Time (UTC)', brief: true, cell: ({ t }) => briefMomentOf(t) };

export const drawOverview = ({ leaves, imports, pushes, practice, checks, people }: Story): HTMLElement => {
  const figures: readonly (readonly [string, number])[] = [
    ['Entries', leaves.length], ['Imports', imports.length], ['Lines taken', imports.reduce((sum, { accepted }) => sum + accepted, 0)],
    ['Accepted by vendors', [...pushes.values()].reduce((sum, { accepted, destination }) => sum + (practice.has(destination) ? 0 : accepted), 0)], ['Lists read back', checks.length], ['People', people.size],
  ];
  const [first, last] = [leaves[0], leaves.at(-1)];
  return drawSection(
    'At a glance',
    first === undefined || last === undefined ? null : draw('p', {}, `From ${momentOf(first.t)} to ${momentOf(last.t)}.`),
    draw('dl', { class: 'figures' }, ...figures.map(([name, n]) => draw('div', {}, draw('dt', {}, name), draw('dd', {}, count(n))))),
    practice.size === 0 ? null : draw('p', {}, `Practice: destination${practice.size === 1 ? '' : 's'} ${[...practice].join(', ')} stood inside the program. What was sent there reached no vendor, and is not counted here as accepted.`),
  );
};

export const drawTime = ({ leaves, kinds }: Story): HTMLElement => {
  const { unit, steps } = stepsOf(leaves.map(({ t }) => Date.parse(t)));
  return drawSection(
    'When it happened',
    drawColumns(`Entries in each ${unit}`, 'Entries', steps),
    drawBars('Entries by kind', 'Entries', [...kinds].map(([kind, value]) => ({ label: kindWord(kind), value }))),
  );
};

export const drawImports = ({ imports, reasons }: Story): HTMLElement => drawSection(
  'Imports and their closing counts',
  draw('p', { class: 'muted' }, 'Every line of a file is accounted for once: taken, there already, held back for review, or set aside (heading, empty, outside the table). What is left over must be nothing.'),
  table('Imports', [
    { title: 'Entry', cell: ({ leaf }) => count(leaf.seq) }, { title: 'Time (UTC)', brief: true, cell: ({ leaf }) => briefMomentOf(leaf.t) },
    { title: 'Lines', end: true, cell: ({ lines }) => count(lines) }, { title: 'Taken', end: true, cell: ({ accepted }) => count(accepted) },
    { title: 'There already', end: true, cell: ({ duplicate }) => count(duplicate) }, { title: 'Held back', end: true, cell: ({ held }) => count(held) },
    { title: 'Set aside', end: true, cell: ({ aside }) => count(aside) },
    { title: 'Left over', end: true, cell: ({ open }) => draw('span', { class: open === 0 ? 'closes' : 'open' }, open === 0 ? '0, it closes' : `${count(open)}, does not close`) },
  ], imports),
  imports.length === 0 ? null : drawBars('Lines of all imports', 'Lines', [
    { label: 'Taken', value: sum(imports, 'accepted') }, { label: 'There already', value: sum(imports, 'duplicate') }, { label: 'Held back', value: sum(imports, 'held') }, { label: 'Set aside', value: sum(imports, 'aside') },
  ], true),
  reasons.size === 0 ? null : drawBars('Why lines were held back', 'Lines', [...reasons].map(([reason, value]) => ({ label: reason.replaceAll('_', ' '), value }))),
);

const sum = (imports: Story['imports'], name: 'accepted' | 'duplicate' | 'held' | 'aside'): number => imports.reduce((so, each) => so + each[name], 0);

const targetWord = (destination: number, practice: ReadonlySet<number>): string => `${count(destination)}${practice.has(destination) ? ' (practice)' : ''}`;

export const drawPushes = ({ pushes, practice }: Story): HTMLElement => {
  const runs = [...pushes.values()];
  const total = (name: 'accepted' | 'duplicate' | 'refused' | 'unknown'): number => runs.reduce((so, each) => so + each[name], 0);
  return drawSection(
    'Pushes to vendors',
    draw('p', { class: 'muted' }, 'Each request was written into the log before it was sent, each answer after it came. “Accepted” is what the vendor said; what its list then held is under “Lists read back”.'),
    table('Pushes', [
      { title: 'Run', cell: ({ run }) => count(run) }, { title: 'From (UTC)', brief: true, cell: ({ first }) => briefMomentOf(first) }, { title: 'Target', brief: true, cell: ({ destination }) => targetWord(destination, practice) },
      { title: 'Requests', end: true, cell: ({ requests }) => count(requests) }, { title: 'Sent', end: true, cell: ({ sent }) => count(sent) },
      { title: 'Accepted', end: true, cell: ({ accepted }) => count(accepted) }, { title: 'There before', end: true, cell: ({ duplicate }) => count(duplicate) },
      { title: 'Refused', end: true, cell: ({ refused }) => count(refused) }, { title: 'Unknown', end: true, cell: ({ unknown }) => count(unknown) },
      { title: 'Other answers', cell: ({ others }) => [...others].map(([outcome, n]) => `${outcome} ${count(n)}`).join(', ') || 'none' },
    ], runs),
    runs.length === 0 ? null : drawBars('Answers about numbers, practice included', 'Numbers', [
      { label: 'Accepted', value: total('accepted') }, { label: 'There before', value: total('duplicate') }, { label: 'Refused', value: total('refused') }, { label: 'Unknown', value: total('unknown') },
    ], true),
  );
};

export const drawReadings = ({ checks, practice }: Story): HTMLElement => drawSection(
  'Lists read back and compared',
  table('Reconciliations', [
    entryColumn, timeColumn, { title: 'Target', brief: true, cell: ({ body }) => targetWord(numberIn(body, 'destination'), practice) }, { title: 'Found to be', cell: ({ body }) => textIn(body, 'state') },
    ...(['expected', 'found', 'missing', 'extra', 'different'] as const).map((name): Column<Leaf> => ({ title: `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, end: true, cell: ({ body }) => count(numberIn(body, name)) })),
    { title: 'Samples held', end: true, cell: ({ body }) => `${count(numberIn(body, 'probesHeld'))} of ${count(numberIn(body, 'probes'))}` },
  ], checks),
);

export const drawReleases = ({ releases, erased }: Story): HTMLElement => drawSection(
  'Releases',
  draw('p', { class: 'muted' }, 'Numbers taken off a list again, and what was erased on request.'),
  table('Numbers released and records erased', [entryColumn, timeColumn, { title: 'What', cell: ({ kind }) => kindWord(kind) }, { title: 'Particulars', cell: (leaf) => withErasure(leaf, erased) }], releases),
);

export const drawPeople = ({ people, acts }: Story): HTMLElement => drawSection(
  'Who did what',
  table('People', [
    { title: 'Who', cell: ({ actor, name }) => (name === '' ? actor : `${name} (${actor})`) },
    ...(['entries', 'imports', 'decisions', 'pushes', 'others'] as const).map((name): Column<Story['people'] extends Map<string, infer Each> ? Each : never> => ({ title: `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, end: true, cell: (person) => count(person[name]) })),
    { title: 'First', brief: true, cell: ({ first }) => dayOf(first) }, { title: 'Last', brief: true, cell: ({ last }) => dayOf(last) },
  ], [...people.values()]),
  acts.size === 0 ? null : drawBars('Decisions', 'Decisions', [...acts].map(([act, value]) => ({ label: actWord(act), value }))),
);

export const drawCare = ({ care }: Story): HTMLElement => drawSection(
  'Keys, exports and the log itself',
  table('Entries about the log', [entryColumn, timeColumn, { title: 'What', cell: ({ kind }) => kindWord(kind) }, { title: 'Particulars', cell: sayEntry }], care),
);

/** What an entry says, and when the text behind it was erased. */
const withErasure = (leaf: Leaf, erased: Story['erased']): Child => {
  const t = erased.get(leaf.seq);
  return t === undefined ? sayEntry(leaf) : draw('span', {}, sayEntry(leaf), ' ', draw('em', {}, `What it said of a number was erased on ${dayOf(t)}.`));
};

/** Every entry, a window at a time. */
export const drawEntries = ({ leaves, kinds, erased }: Story): HTMLElement => {
  const paged = drawPagedTable<Leaf>('Entries', [entryColumn, timeColumn, { title: 'Who', brief: true, cell: ({ actor }) => actor }, { title: 'Kind', brief: true, cell: ({ kind }) => kindWord(kind) }, { title: 'What', cell: (leaf) => withErasure(leaf, erased) }], inLeaves);
  const kind = draw('select', { id: 'kind' }, draw('option', { value: '' }, 'All kinds'), ...[...kinds.keys()].map((each) => draw('option', { value: each }, kindWord(each))));
  const from = draw('input', { id: 'from', type: 'number', min: leaves[0]?.seq ?? 0, max: leaves.at(-1)?.seq ?? 0, inputmode: 'numeric' });
  const show = (): void => {
    const chosen = kind.value === '' ? leaves : leaves.filter((leaf) => leaf.kind === kind.value);
    const at = from.value === '' ? 0 : chosen.findIndex(({ seq }) => seq >= Number(from.value));
    paged.show(chosen, Math.max(0, at));
  };
  kind.addEventListener('change', show);
  from.addEventListener('change', show);
  show();
  return drawSection('Every entry', draw('div', { class: 'filter no-print' }, draw('div', {}, draw('label', { for: 'kind' }, 'Kind'), kind), draw('div', {}, draw('label', { for: 'from' }, 'From entry'), from)), paged.element);
};
