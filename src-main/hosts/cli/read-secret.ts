// Secrets come from a prompt without echo or from standard input, never from the command line.
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { usage } from './actor.ts';
import type { CliWorld } from './world.ts';

/** One line break at the end is the file's, not the secret's. */
export const readSecret = async (world: CliWorld, question: string): Promise<Result<string, Failure>> => {
  const text = world.asks ? await world.ask(question, true) : await world.readInput();
  const secret = text.replace(/\r?\n$/, '');
  return secret === '' ? fail(usage('the secret is empty: type it when asked, or give it on standard input')) : ok(secret);
};
