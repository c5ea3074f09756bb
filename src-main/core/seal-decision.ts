// Seals a decision on held rows in one leaf, in the transaction that makes it: one row opened by itself, many as rows of a salted tree.
import type { DecisionView } from '../../src-shared/contract/quarantine.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import { openRow } from './decide-many.ts';
import type { CoreContext } from './handlers.ts';

export type DecisionSeal = ReturnType<typeof createDecisionSeal>;

export const createDecisionSeal = ({ ledger: { quarantine, log }, needs }: CoreContext) => {
  const append = (decision: DecisionView, body: LeafDraft['body'], open: NonNullable<LeafDraft['open']>): void => {
    const { decisionId, act, reason, entries, duplicates } = decision;
    quarantine.seal(decisionId, log.append({ kind: 'decision', body: { act, decision: decisionId, duplicates, entries, reason, ...body }, open }));
  };

  /** One entry is opened by itself; many are rows of a salted tree. */
  const sealTaken = (decision: DecisionView, body: LeafDraft['body'], detail: LeafDraft['body']): void => {
    const { decisionId, entries } = decision;
    if (entries === 1) {
      const [row] = [...quarantine.rowsOf(decisionId)];
      if (row === undefined) throw new Error('a decision lacks its only entry');
      const open = { detail: { ...detail, raw: row.raw } };
      append(decision, { ...body, entry: row.entryId }, row.phone === null ? open : { ...open, subject: { phone: row.phone } });
      return;
    }
    const { root, open } = sealRows(signedBy(), needs.ids.bytes(32), rowsOf(decisionId));
    append(decision, { ...body, root, rows: entries }, { ...open, detail });
  };
  const rowsOf = function* (decisionId: number): Generator<JsonObject> {
    for (const row of quarantine.rowsOf(decisionId)) yield openRow(row);
  };
  const signedBy = (): string => {
    const signer = log.signer();
    if (signer === null) throw new Error('the log has no signer');
    return signer.origin;
  };

  return { append, sealTaken };
};
