// The page a lawyer would staple to a letter: one number, every record about it in order, and the statement of completeness with its limits.
import { count, draw, drawFacts } from '../kit/draw.ts';
import type { JsonRecord } from '../proof/canonical.ts';
import type { Certificate, CertificateRecord } from '../proof/check-certificate.ts';
import { isErasure, placesErased } from '../proof/erased.ts';
import { drawPagedTable } from './paged-table.ts';
import { drawSection } from './sections.ts';
import { briefMomentOf, dayOf, kindWord, momentOf, sayEntry, textIn } from './words.ts';

/** `held`: every check held, so that the statement may be made. */
export const drawCertificate = ({ phone, records, indexLeaf }: Certificate, held: boolean): HTMLElement => {
  const erased = new Map(records.flatMap(({ leaf }) => placesErased(leaf).map((place) => [Number(place.split(' ')[0]), leaf.t] as const)));
  const table = drawPagedTable<CertificateRecord>('Every record about this number, in the order of the log', [
    { title: 'Entry', cell: ({ leaf }) => count(leaf.seq) }, { title: 'Time (UTC)', brief: true, cell: ({ leaf }) => briefMomentOf(leaf.t) }, { title: 'Kind', brief: true, cell: ({ leaf }) => kindWord(leaf.kind) },
    { title: 'What', cell: ({ leaf }) => sayEntry(leaf) }, { title: 'About this number', cell: (record) => sayRecord(record, erased) },
  ], 'All of them are in proofs/ of the export.');
  table.show(records);
  const closed = records.filter(({ subject, rows }) => subject === null && rows.size === 0).length;
  const card = drawSection(
    'Certificate of suppression',
    draw('p', { class: 'number' }, phone),
    drawFacts([
      ['Requested', when(records, ({ leaf }) => leaf.kind === 'import.batch' || leaf.kind === 'decision')],
      ['Pushed to a vendor', when(records, ({ leaf }) => leaf.kind === 'push.request')],
      ['Confirmed by the vendor', when(records, isConfirmed)],
      ['Released', when(records, ({ leaf }) => leaf.kind === 'delete.done' && !isErasure(leaf))],
      ...(erased.size === 0 ? [] : [['Erased', when(records, ({ leaf }) => isErasure(leaf))] as const]),
    ]),
    draw('div', { class: 'statement' }, draw('h3', {}, 'Statement of completeness'), draw('p', {}, held && indexLeaf !== null
      ? `The records below are all there were about this number in this log when entry ${count(indexLeaf.seq)} sealed its index on ${momentOf(indexLeaf.t)}${closed === 0 ? '' : `; ${count(closed)} of them are counted and not opened (erased, or naming other numbers too)`}.`
      : 'No statement can be made: this page does not hold together.')),
    table.element,
    draw('h3', {}, 'What this does not show'),
    draw('ul', {}, ...limits.map((limit) => draw('li', {}, limit))),
  );
  card.classList.add('certificate');
  return card;
};

const limits = [
  'What was never written into the log, and what was written after the index was sealed.',
  'That the number stands only once in the index: this takes a supervised reading of the whole index by someone who holds its secret.',
  'The true time: times are those of the exporting computer, except where a vendor’s date or a time stamp bears them out.',
  'What was erased on request: it is counted, and can no longer be read.',
];

const when = (records: readonly CertificateRecord[], is: (record: CertificateRecord) => boolean): string => {
  const found = records.find(is);
  return found === undefined ? 'nothing about it in these records' : `${momentOf(found.leaf.t)} (entry ${count(found.leaf.seq)})`;
};

const isConfirmed = ({ leaf, rows }: CertificateRecord): boolean =>
  leaf.kind === 'push.response' && [...rows.values()].some((row) => ['accepted', 'duplicate'].includes(textIn(row, 'result')));

const sayRecord = ({ leaf, subject, rows }: CertificateRecord, erased: ReadonlyMap<number, string>): string => {
  const parts = [...(subject === null ? [] : [subject]), ...rows.values()].map(sayPlain);
  const said = parts.filter((part) => part !== '').join('; ');
  return said === '' ? (parts.length > 0 ? 'names it' : isErasure(leaf) ? 'says what was erased' : erased.has(leaf.seq) ? `erased on ${dayOf(erased.get(leaf.seq) ?? '')}` : 'counted, not opened') : said;
};

/** What it says in single values, without what every opening has. */
const sayPlain = (value: JsonRecord): string => Object.entries(value)
  .flatMap(([name, each]) => (common.has(name) || each === null || typeof each === 'object' ? [] : [`${name} ${each}`])).join(', ');
const common: ReadonlySet<string> = new Set(['kind', 'log', 'phone', 'salt', 'seq']);
