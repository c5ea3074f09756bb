// Finds leaves, and shows one whole: its exact bytes, what of it can still be opened, and the path by which those bytes lead to the signed root.
import type { LeafDetail, ProofStep } from '../../src-shared/contract/log-search.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { openingHash, readLeaf } from '../sealed-log/leaf.ts';
import { leafHash, nodeHash } from '../sealed-log/merkle.ts';
import { areaCodesToday } from './area-codes-today.ts';
import type { CoreContext, Handlers } from './handlers.ts';

type SearchHandlers = Handlers<'log.search' | 'log.facets' | 'log.leaf'>;

export const logSearchCommands = ({ ledger, needs }: CoreContext): SearchHandlers => {
  const { log, logSearch } = ledger;

  const openingsOf = (seq: number, commitments: Readonly<Record<string, string>>): LeafDetail['openings'] => {
    const kept = new Map(logSearch.openings(seq).map(({ kind, bytes }) => [kind, bytes]));
    return Object.entries(commitments).map(([kind, commitment]) => {
      const bytes = kept.get(kind);
      // Each of the rows that are left has a salt of its own beside it.
      if (kind === 'rows' && bytes === undefined && ledger.sealedRows.salted(seq, 0) !== null) return { kind, commitment, fields: { erased: 'some of its rows' } };
      // One that is not what the leaf committed to opens nothing.
      return { kind, commitment, fields: bytes === undefined || openingHash(bytes) !== commitment ? null : withoutFrame(bytes) };
    });
  };

  const proofOf = (seq: number, bytes: string): LeafDetail['proof'] => {
    const latest = log.latest();
    if (latest === null || seq >= latest.size) return null;
    const { size, root, at } = latest;
    const { steps, made } = climb(leafHash(bytes), seq, size, logSearch.path(seq, size));
    return { size, root: root.toString('base64'), at, steps, holds: made.equals(root) };
  };

  return {
    'log.search': ({ kind = null, actor = null, from = null, until = null, phone, region, offset, limit }) => {
      const typed = phone === undefined || phone.trim() === '' ? null : readTypedPhone(phone, region, false, areaCodesToday(ledger, needs.clock));
      if (typed?.ok === false) return typed;
      return ok(logSearch.search({ kind, actor, from, until, phone: typed?.value.phone ?? null }, offset, limit));
    },
    'log.facets': () => ok({ kinds: logSearch.kinds(), actors: logSearch.actors() }),
    'log.leaf': ({ seq }) => {
      const found = logSearch.leaf(seq);
      if (found === null) return fail({ type: 'NotFound', what: 'leaf', id: seq });
      const { view, bytes } = found;
      const leaf = readLeaf(bytes);
      return ok({ leaf: view, bytes, actorName: log.nameOf(view.actor), openings: leaf.ok ? openingsOf(seq, leaf.value.open) : [], proof: proofOf(seq, bytes) });
    },
  };
};

/** Kind, log, place and salt are in every opening and say nothing of what happened. A rows seed is a secret of this ledger: it would open every row. */
const withoutFrame = (bytes: string): Readonly<Record<string, unknown>> => {
  const fields = JSON.parse(bytes) as Readonly<Record<string, unknown>>; // its hash was just found to be the leaf's own commitment
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !['kind', 'log', 'salt', 'seed', 'seq'].includes(name)));
};

/** RFC 9162 2.1.3.2 step by step, with the leaves that each hash covers. */
const climb = (leaf: Buffer, seq: number, size: number, path: readonly Buffer[]): { readonly steps: readonly ProofStep[]; readonly made: Buffer } => {
  const steps: ProofStep[] = [];
  let [made, at, last, width] = [leaf, seq, size - 1, 1];
  let [from, until] = [seq, seq + 1];
  for (const sibling of path) {
    // A subtree at the right edge that is alone on its level moves up as it is.
    while (at % 2 === 0 && at === last && at !== 0) [at, last, width] = [at / 2, Math.floor(last / 2), width * 2];
    const isLeft = at % 2 === 1;
    const start = isLeft ? (at - 1) * width : (at + 1) * width;
    const covered = { from: start, until: isLeft ? from : Math.min(size, start + width) };
    made = isLeft ? nodeHash(sibling, made) : nodeHash(made, sibling);
    [from, until] = isLeft ? [covered.from, until] : [from, covered.until];
    steps.push({ sibling: sibling.toString('base64'), side: isLeft ? 'left' : 'right', ...covered, made: made.toString('base64') });
    [at, last, width] = [Math.floor(at / 2), Math.floor(last / 2), width * 2];
  }
  return { steps, made };
};
