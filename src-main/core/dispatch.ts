// The one door: a name and unknown input go in, a Result comes out, and nothing is ever thrown at a host.
import { contract, type CommandName } from '../../src-shared/contract/contract.ts';
import type { Failure, InputInvalid } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { sqliteFailure } from '../ledger/sqlite-failure.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Handlers } from './handlers.ts';

export type DispatchNeeds = {
  readonly handlers: Handlers<CommandName>;
  /** Called before every command that writes. */
  readonly unlock: () => Promise<Result<null, Failure>>;
  readonly hasBegun: () => boolean;
  /** Called after every command that may have written. */
  readonly announce: () => void;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly ledgerPath: string;
};

/** Commands that read, or that make the log writable; all others need the log's key first. */
const readsOnly: ReadonlySet<CommandName> = new Set<CommandName>([
  'watch.list', 'watch.file', 'watch.schedule', 'import.preview', 'import.get', 'import.page', 'import.rows', 'quarantine.summary', 'quarantine.page', 'quarantine.decisions',
  'quarantine.export', 'quarantine.corrections', 'layout.page', 'layout.get', 'area-codes.status', 'release.summary', 'release.page', 'release.plan',
  'code-map.get', 'conflict.matrix', 'destination.forms', 'destination.page', 'destination.get', 'campaign.page', 'webhook.page', 'run.plan', 'run.get', 'run.page', 'run.batches',
  'dead-letter.page', 'verify.page', 'verify.differences', 'home.get', 'log.page', 'log.kinds', 'log.check', 'log.verify-page', 'log.accept-restore', 'secrets.status', 'secrets.use-vault',
  'log.search', 'log.facets', 'log.leaf', 'key.card', 'key.page', 'key.replace', 'anchor.status', 'anchor.page', 'anchor.cosigners', 'anchor.seen',
]);

/** These say whether a log that has begun can be written, and begin none: looking at an empty desk leaves it empty. */
const beginsNothing: ReadonlySet<CommandName> = new Set<CommandName>(['log.status']);

export const createDispatch = ({ handlers, unlock, hasBegun, announce, ids, logger, ledgerPath }: DispatchNeeds) =>
  async (name: string, input: unknown): Promise<Result<unknown, Failure>> => {
    if (!isCommand(name)) return fail({ type: 'CommandUnknown', name: typeof name === 'string' ? name.slice(0, 60) : '' });
    const parsed = read(name, input);
    if (!parsed.ok) return parsed;
    const mayWrite = !readsOnly.has(name);
    try {
      if (mayWrite && (!beginsNothing.has(name) || hasBegun())) {
        const unlocked = await unlock();
        if (!unlocked.ok) return unlocked;
      }
      // The contract ties each handler to its own schema, which has just read the input.
      const handle = handlers[name] as (input: unknown) => Promise<Result<unknown, Failure>>;
      return await handle(parsed.value);
    } catch (thrown) {
      const known = sqliteFailure(thrown, ledgerPath);
      if (known !== null) return fail(known);
      const id = ids.uuid().slice(0, 8);
      logger.defect(id, name, thrown);
      return fail({ type: 'Defect', id });
    } finally {
      if (mayWrite && !beginsNothing.has(name)) announce();
    }
  };

/** A host passes on what came over its wire: a name may be anything. */
const isCommand = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(contract, name);

const read = (name: CommandName, input: unknown): Result<unknown, InputInvalid> => {
  try {
    const parsed = contract[name].input.safeParse(input);
    return parsed.success ? ok(parsed.data) : fail({ type: 'InputInvalid', issues: parsed.error.issues.slice(0, 20).map(issueText) });
  } catch {
    // Getters and proxies may throw; what they throw is not ours to repeat.
    return fail({ type: 'InputInvalid', issues: ['input: it cannot be read'] });
  }
};

/** Paths and reasons only: a value may be a secret. Paths and unknown fields are the caller's own words, so they are cut. */
const issueText = ({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string =>
  `${path.map((part) => String(part).slice(0, 60)).join('.') || 'input'}: ${message.slice(0, 160)}`;
