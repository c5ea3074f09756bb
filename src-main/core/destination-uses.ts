// What uses a destination's lists: asked at a check and after every read-back where campaigns can be woken, kept with the lists, and told when one came to its end.
import type { CheckView } from '../../src-shared/contract/destinations.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { countOf } from '../../src-shared/words/figures.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { askVendor } from '../runner/ask-vendor.ts';
import type { OpenFailure, VendorDesk } from '../runner/vendor-desk.ts';
import type { UsesOutcome } from '../vendors/connector.ts';
import type { PushContext } from './push-context.ts';

type LookNeeds = Pick<PushContext, 'ledger' | 'connectors' | 'hint'> & { readonly desk: VendorDesk };

/** Of the chosen lists; null where the dialect cannot tell. */
export const findUses = async ({ connectors, desk }: Pick<LookNeeds, 'connectors' | 'desk'>, destination: Destination): Promise<Result<CheckView['uses'], OpenFailure>> => {
  if (connectors[destination.dialect].uses === undefined || destination.lists.length === 0) return ok(null);
  const refs = destination.lists.map(({ listRef }) => listRef);
  const answer = await askVendor(desk, destination, async ({ uses }, call): Promise<UsesOutcome> => (uses === undefined ? { kind: 'uses', lists: [] } : uses(call, refs)));
  // Who may push need not be allowed to see campaigns: then nobody knows, and the card says so.
  if (!answer.ok) return answer.failure.type === 'PermissionMissing' ? ok(null) : answer;
  const byRef = new Map(answer.value.lists.map((use) => [use.listRef, use]));
  return ok(destination.lists.map(({ listRef, listName }) => {
    const use = byRef.get(listRef);
    return { listRef, listName, by: use?.by ?? [], warnings: use?.warnings ?? [], ...(use?.asleep === undefined ? {} : { asleep: use.asleep }) };
  }));
};

/** Inside or outside a transaction; `uses` null leaves what was known. */
export const seeUses = ({ ledger }: Pick<LookNeeds, 'ledger'>, destinationId: number, uses: CheckView['uses']): void => {
  for (const { listRef, size, unsuitable } of ledger.destinations.find(destinationId)?.lists ?? []) {
    const use = uses?.find((one) => one.listRef === listRef);
    if (use !== undefined) ledger.destinations.seeList(destinationId, listRef, { size, unsuitable, uses: { by: use.by, warnings: use.warnings, ...(use.asleep === undefined ? {} : { asleep: use.asleep }) } });
  }
};

/**
 * After a read-back: a campaign that came to its end calls nobody until somebody wakes it, and nobody would think of that. A look that fails says nothing:
 * what was known stays, and the next check looks again.
 */
export const lookForSleepers = async (needs: LookNeeds, destinationId: number): Promise<void> => {
  const { ledger, connectors, hint } = needs;
  const destination = ledger.destinations.find(destinationId);
  if (destination === null || connectors[destination.dialect].campaigns?.act !== 'wake') return;
  const found = await findUses(needs, destination);
  if (!found.ok || found.value === null) return;
  const uses = found.value;
  ledger.transact(() => { seeUses(needs, destinationId, uses); });
  const asleep = new Set(uses.flatMap((use) => use.asleep ?? []));
  hint(asleep.size === 0 ? { type: 'ledger.changed' } : {
    type: 'attention', destinationId, title: `${destination.name}: ${countOf(asleep.size, 'campaign')} came to ${asleep.size === 1 ? 'its' : 'their'} end`,
    advice: 'The lists are up to date. Whoever is still to be called is called only once somebody wakes them, under Destinations.',
  });
};
