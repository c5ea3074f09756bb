// What a command is: a schema that reads its unknown input, and the types of its value and its failures.
import type { z } from 'zod';
import type { CommandUnknown, Defect, Failure, InputInvalid, LedgerFailure, SecretFailure } from '../failures.ts';
import type { Result } from '../result.ts';

declare const value: unique symbol;
declare const failure: unique symbol;

export type Command<S extends z.ZodType, T, F extends Failure> = {
  readonly input: S;
  /** One line for `--help`. */
  readonly about: string;
  readonly [value]?: T;
  readonly [failure]?: F;
};

/** `command<Value, Failures>()('what it does', schema)`: two calls, since TypeScript infers all type arguments or none. */
export const command =
  <T, F extends Failure = never>() =>
  <S extends z.ZodType>(about: string, input: S): Command<S, T, F> => ({ input, about });

export type InputOf<C> = C extends Command<infer S, unknown, Failure> ? z.input<S> : never;
export type ParsedOf<C> = C extends Command<infer S, unknown, Failure> ? z.output<S> : never;
export type ValueOf<C> = C extends { readonly [value]?: infer T } ? Exclude<T, undefined> : never;
export type DeclaredFailureOf<C> = C extends { readonly [failure]?: infer F } ? Exclude<F, undefined> : never;

/** Failures any command may answer with: bad input, our own defect, a ledger or keychain that cannot be used. */
export type CommonFailure = InputInvalid | CommandUnknown | Defect | LedgerFailure | SecretFailure;
export type ReplyOf<C> = Result<ValueOf<C>, DeclaredFailureOf<C> | CommonFailure>;
