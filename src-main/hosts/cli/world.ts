// What a command may use of the outside: text out, questions in, a clock, interrupts and the desk; tests bring their own.
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Desk } from '../open-desk.ts';
import type { ExitCode } from './exit-code.ts';

export type CliWorld = {
  /** Standard output: the answer and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: progress, questions and failures. */
  readonly err: (text: string) => void;
  /** Standard error is a terminal: a line may be drawn over. `columns` wide. */
  readonly draws: boolean;
  readonly columns: number;
  readonly colours: boolean;
  /** Standard input is a terminal with somebody at it. */
  readonly asks: boolean;
  readonly ask: (question: string, hidden?: boolean) => Promise<string>;
  /** All of standard input, where it is no terminal. */
  readonly readInput: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Hears Ctrl-C and a polite kill until the answer is called; nothing hears them otherwise. */
  readonly onInterrupt: (hear: () => void) => () => void;
  readonly openDesk: (home: string | undefined) => Promise<Result<Desk, Failure>>;
};

/** What a command says in the end: one JSON value or text for people, and an exit code where all is not well. */
export type Answer = { readonly json: unknown; readonly text: string; readonly exitCode?: ExitCode };

export type CommandOptions = Readonly<Record<string, unknown>> & { readonly json?: boolean; readonly home?: string };

export type AtDesk = { readonly world: CliWorld; readonly desk: Desk; readonly client: Client; readonly json: boolean };

/** The answer of a command that has said everything already. */
export const nothingMore: Answer = { json: undefined, text: '' };
