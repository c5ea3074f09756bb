// A number's way in order: when it was asked for, pushed, answered for, confirmed and released, each with the leaf that says so.
import type { HistoryStep } from '../../src-shared/contract/log.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Leaf } from '../sealed-log/leaf.ts';
import { leafAt, type FoundRecord } from './subject-records.ts';

/**
 * The first read-back that found a number seals it as a row. A person's word for a list that nobody can read, and a read-back that found later
 * what an earlier one had missed, are about whole lists: told by their leaves, and marked as not proved by the certificate.
 */
export const tellHistory = (ledger: Ledger, phone: string, found: readonly FoundRecord[]): readonly HistoryStep[] => {
  const steps = found.map(({ leaf, record }): HistoryStep => ({
    what: whatOf(leaf), at: leaf.t, seq: leaf.seq, proved: true, detail: isErasure(leaf) ? '' : record.shown === 'erased' ? 'erased' : record.shown === 'names-others' ? 'its line names others too' : detailOf(leaf, record),
  }));
  return [...steps, ...confirmations(ledger, phone, found)].sort((a, b) => a.seq - b.seq);
};

const confirmations = (ledger: Ledger, phone: string, found: readonly FoundRecord[]): readonly HistoryStep[] => {
  const batches = new Set(found.filter(({ leaf, record }) => leaf.kind === 'push.response' && isTaken(detailOf(leaf, record))).map(({ leaf }) => Number(leaf.body['batch'])));
  const seen = new Map<number, HistoryStep>();
  for (const batch of batches) {
    const by = ledger.subjectLeaves.confirmed(batch, phone);
    if (by !== null && !found.some(({ leaf }) => leaf.seq === by.seq)) seen.set(by.seq, { what: 'confirmed', at: leafAt(ledger, by.seq).t, seq: by.seq, detail: by.state === 'attested' ? 'a person answered for the list' : 'read back', proved: false });
  }
  return [...seen.values()];
};

const isTaken = (result: string): boolean => result === 'accepted' || result === 'duplicate';

/** The leaf that says what was erased. */
export const isErasure = ({ kind, body }: Leaf): boolean => kind === 'delete.done' && body['act'] === 'erase';

const whatOf = ({ kind, body }: Leaf): HistoryStep['what'] => {
  if (body['act'] === 'erase') return kind === 'delete.done' ? 'erased' : 'erasure-asked';
  switch (kind) {
    case 'import.batch': return 'requested';
    case 'push.request': return 'pushed';
    case 'cooldown.check': return 'confirmed';
    case 'push.response': return 'answered';
    case 'delete.request': return 'release-asked';
    case 'delete.done': return 'released';
    case 'export.seal': return 'exported';
    case 'decision': return typeof body['act'] === 'string' && body['act'].startsWith('release.') ? 'release-asked' : 'decided';
    default: return 'other';
  }
};

const detailOf = ({ kind, body }: Leaf, record: FoundRecord['record']): string => {
  if (record.shown === 'row' && (kind === 'push.response' || body['act'] === 'vendor-answer')) {
    const { row } = JSON.parse(record.opening) as { readonly row?: { readonly result?: unknown } }; // our own canonical JSON
    return typeof row?.result === 'string' ? row.result : '';
  }
  if (kind === 'cooldown.check') return 'read back';
  const said = body['act'] ?? body['shown'] ?? body['outcome'];
  return typeof said === 'string' ? said : '';
};
