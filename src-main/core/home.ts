// Home: everything at a glance and the one thing to do next, answered at once however many numbers there are.
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { HomeView, LogStatus, SecretsStatus } from '../../src-shared/contract/log.ts';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { decideNext } from '../../src-shared/domain/next-step.ts';
import { createNumberCount } from './count-numbers.ts';
import { createFindToPush } from './find-to-push.ts';
import type { PushContext } from './push-context.ts';
import { viewDestination } from './views.ts';

export type HomeNeeds = {
  readonly status: () => LogStatus | null;
  readonly secrets: () => Promise<SecretsStatus>;
  /** Why nothing may be changed. */
  readonly trouble: () => Promise<LedgerFailure | null>;
};

export const createHome = (context: PushContext, { status, secrets, trouble }: HomeNeeds): (() => Promise<HomeView>) => {
  const { ledger, needs, connectors } = context;
  const findToPush = createFindToPush(context);
  const count = createNumberCount(ledger);
  return async () => {
    const [numbers, unmapped] = [await count.all(), await count.unmapped(ledger.codeMaps.currentVersion())];
    const unmappedCodes = ledger.codeMaps.codesSeen(ledger.codeMaps.currentVersion()).filter(({ mapped }) => !mapped).length;
    const now = needs.clock.now();
    const destinations: DestinationView[] = [];
    for (const destination of ledger.destinations.all()) {
      destinations.push(viewDestination(ledger, destination, connectors[destination.dialect], now));
      // However many there are, others are answered between two.
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    const { held } = ledger.quarantine.summary(null);
    const choices = ledger.conflicts.choices();
    const conflictsOpen = ledger.conflicts.counts(ledger.codeMaps.currentVersion()).filter((found) => found.numbers > 0 && choices[found.kind] === null).length;
    const imports = ledger.imports.count();
    const releasesProposed = ledger.releases.countProposed();
    const log = status();
    const { usable } = await secrets();
    return {
      stoppedWatches: ledger.watches.all().filter(({ stopped }) => stopped !== null),
      destinations, imports, numbers, held, unmapped, unmappedCodes, conflictsOpen, releasesProposed, log, readOnly: log === null ? null : await trouble(),
      ...decideNext({ destinations, imports, held, unmapped, conflictsOpen, releasesProposed, log, secretsUsable: usable, now, toPush: await findToPush(destinations) }),
    };
  };
};
