// The whole contract: adding a command is one entry here and one function in the core; forgetting either does not compile.
import { anchorCommands } from './anchors.ts';
import { areaCodeCommands } from './area-codes.ts';
import { codeMapCommands } from './code-map.ts';
import type { InputOf, ReplyOf } from './command.ts';
import { destinationActCommands } from './destination-acts.ts';
import { destinationCommands } from './destinations.ts';
import { erasureCommands } from './erasure.ts';
import { importCommands } from './imports.ts';
import { keyCommands } from './keys.ts';
import { layoutCommands } from './layouts.ts';
import { logCommands } from './log.ts';
import { logSearchCommands } from './log-search.ts';
import { quarantineCommands } from './quarantine.ts';
import { releaseCommands } from './releases.ts';
import { runCommands, verifyCommands } from './runs.ts';
import { watchCommands } from './watches.ts';

export const contract = {
  ...watchCommands,
  ...importCommands, ...layoutCommands, ...areaCodeCommands, ...quarantineCommands, ...codeMapCommands, ...destinationCommands, ...destinationActCommands,
  ...runCommands, ...verifyCommands, ...releaseCommands, ...logCommands, ...logSearchCommands, ...erasureCommands, ...keyCommands, ...anchorCommands,
};

export type Contract = typeof contract;
export type CommandName = keyof Contract;

/** Events are hints: "look again at this". `seq` rises by one in each process. */
export type CoreEvent =
  | { readonly type: 'import.progress'; readonly seq: number; readonly file: string; readonly rows: number; readonly bytes: number; readonly totalBytes: number }
  | { readonly type: 'run.changed'; readonly seq: number; readonly runId: number; readonly destinationId: number }
  | { readonly type: 'verify.changed'; readonly seq: number; readonly destinationId: number }
  /** A person should know now, wherever they look: hosts may show it as the system's notification. */
  | { readonly type: 'attention'; readonly seq: number; /** Null: it is about no destination. */ readonly destinationId: number | null; readonly title: string; readonly advice: string }
  /** Something else changed, or another process wrote. */
  | { readonly type: 'ledger.changed'; readonly seq: number };

/** The only thing a host supplies. */
export interface Transport {
  readonly call: (name: string, input: unknown) => Promise<unknown>;
  readonly listen: (hear: (event: CoreEvent) => void) => () => void;
}

export interface Client {
  readonly call: <N extends CommandName>(name: N, input: InputOf<Contract[N]>) => Promise<ReplyOf<Contract[N]>>;
  readonly listen: Transport['listen'];
}

/** Types a transport; replies come from our own core, which built them under the same types. */
export const createClient = (transport: Transport): Client => ({
  call: async (name, input) => (await transport.call(name, input)) as never,
  listen: transport.listen,
});
