// A whole log (L1, L2) is checked from its leaves: they must give the signed root, and every earlier root that anyone holds.
import type { BundleLevel } from './bundle-format.ts';
import { anchorSizes, checkAnchors } from './check-anchors.ts';
import { checkLeaves } from './check-leaves.ts';
import { rowsFlaw, walkOpenings, type OpeningsWalk } from './check-openings.ts';
import { earlierFlaw, heldSignatureFlaw, prefixFlaw, readEarlier, readHeld } from './earlier-checkpoint.ts';
import { historyFlaw, rotationSizes } from './check-keys.ts';
import type { Opened } from './opened-bundle.ts';

export const checkLog = async (opened: Opened, level: BundleLevel): Promise<void> => {
  const { names, texts, stream, now, held, report: { settle, know } } = opened;
  const earlier = readEarlier(names, texts, now);
  const mine = held === null ? null : readHeld(held, now);
  const sizes = new Set([
    ...(typeof earlier === 'string' ? [] : earlier.map(({ checkpoint }) => checkpoint.size)), ...(mine === null || typeof mine === 'string' ? [] : [mine.size]),
    ...anchorSizes(names), ...rotationSizes(names),
  ]);
  const rowSeqs = new Set(names.flatMap((name) => /^rows\/(\d+)\.ndjson$/.exec(name)?.[1] ?? []).map(Number));
  const openings = level === 'L2' ? walkOpenings(stream('openings.ndjson'), now.origin, rowSeqs) : null;
  const leaves = await checkLeaves(stream('leaves.ndjson'), now.origin, sizes, openings);
  const rootAt = (size: number): Buffer | null => leaves.rootsAt.get(size) ?? null;
  know({ leaves: leaves.count });
  for (const each of ['form', 'order', 'log', 'beginning'] as const) settle(each, leaves[each]);
  settle('history', historyFlaw(opened, leaves.history, rootAt));
  settle('size', leaves.count === now.size ? null : `The checkpoint says ${now.size}, there are ${leaves.count}.`);
  settle('root', leaves.root.equals(now.root) ? null : 'A leaf was changed, dropped, put in or moved.');
  if (openings !== null) await settleOpenings(opened, openings, rowSeqs);
  const history = typeof leaves.history === 'string' ? [] : leaves.history;
  settle('earlier', earlierFlaw(earlier, now, history, rootAt), earlier.length === 0 ? 'No earlier export is named in it.' : '');
  const anchors = checkAnchors(texts, names, now, rootAt);
  settle('anchors', anchors.flaw, anchors.remark);
  if (held !== null && mine !== null) settle('held', typeof mine === 'string' ? mine : heldSignatureFlaw(held, mine, history) ?? prefixFlaw(mine, rootAt));
};

const settleOpenings = async ({ stream, now, report }: Opened, openings: OpeningsWalk, rowSeqs: ReadonlySet<number>): Promise<void> => {
  const { flaw, opened, missing, erased } = await openings.end();
  report.settle('openings', flaw, `${opened} opened; ${missing === 0 ? 'none is missing' : missingWords(missing, erased)}.`);
  for (const seq of rowSeqs) {
    if (report.hasFailed()) return;
    const rows = await rowsFlaw(stream(`rows/${seq}.ndjson`), seq, openings.rowRoots.get(seq), now.origin, openings.erased);
    if (rows !== null) report.settle('rows', rows);
  }
  report.settle('rows', null, `${rowSeqs.size} opened.`);
};

const missingWords = (missing: number, erased: number): string => [
  ...(erased === 0 ? [] : [`${erased} erased on request, as leaves of the log say`]),
  ...(missing === erased ? [] : [`${missing - erased} not here, and no leaf says that they were erased: they may be kept back`]),
].join('; ');
