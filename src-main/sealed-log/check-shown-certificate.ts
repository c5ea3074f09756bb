// A certificate (L0) is settled check by check: what it proves of the number, and what only the whole log could prove is said to be missing.
import { checkAnchors } from './check-anchors.ts';
import { checkCertificate } from './check-certificate.ts';
import { historyFlaw } from './check-keys.ts';
import { earlierFlaw, heldFlawByProof, heldSignatureFlaw, readEarlier, readHeld } from './earlier-checkpoint.ts';
import type { Opened } from './opened-bundle.ts';

export const checkShownCertificate = async (opened: Opened): Promise<void> => {
  const { names, texts, now, note, held, report: { settle, know, hasFailed } } = opened;
  const found = await checkCertificate(names, async (name) => texts.get(name) ?? null, now, note);
  settle('proved', found.proved);
  settle('beginning', found.beginning);
  settle('history', historyFlaw(opened, found.history, null));
  for (const each of ['openings', 'subject', 'index'] as const) settle(each, found[each]);
  settle('whole', found.whole, found.remark);
  const history = typeof found.history === 'string' ? [] : found.history;
  const earlier = readEarlier(names, texts, now);
  settle('earlier', earlierFlaw(earlier, now, history, null), earlier.length === 0 ? 'No earlier export is named in it.' : '');
  if (!hasFailed() && found.phone !== null) know({ subject: { phone: found.phone, records: found.records } });
  // Proved by now, so that anchors and the asker's checkpoint may be held to them.
  const proved = new Map([...(typeof earlier === 'string' ? [] : earlier.map(({ checkpoint }) => checkpoint)), now].map(({ size, root }) => [size, root]));
  const anchors = checkAnchors(texts, names, now, (size) => proved.get(size) ?? null);
  settle('anchors', anchors.flaw, anchors.remark);
  if (held === null) return;
  const mine = readHeld(held, now);
  settle('held', typeof mine === 'string' ? mine : heldSignatureFlaw(held, mine, history) ?? heldFlawByProof(mine, now, proved));
};
