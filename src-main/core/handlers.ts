// What a command handler is, and what every handler file is given.
import type { CommonFailure, DeclaredFailureOf, ParsedOf, ValueOf } from '../../src-shared/contract/command.ts';
import type { CommandName, Contract, CoreEvent } from '../../src-shared/contract/contract.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { CoreNeeds } from './core.ts';

type Reply<C> = Result<ValueOf<C>, DeclaredFailureOf<C> | CommonFailure>;

export type Handlers<N extends CommandName> = {
  readonly [K in N]: (input: ParsedOf<Contract[K]>) => Reply<Contract[K]> | Promise<Reply<Contract[K]>>;
};

/** Every event but its number, which the core gives it. */
export type Hint = CoreEvent extends infer E ? (E extends CoreEvent ? Omit<E, 'seq'> : never) : never;

export type CoreContext = {
  readonly ledger: Ledger;
  readonly needs: CoreNeeds;
  /** This process, as leases name it. */
  readonly owner: string;
  readonly hint: (event: Hint) => void;
};
