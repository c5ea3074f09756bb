// A core of a few lines for tests of hosts: real contract, real schemas, answers as the test gives them.
import { contract, createClient, type CommandName, type Contract, type CoreEvent } from '../../src-shared/contract/contract.ts';
import type { ParsedOf, ReplyOf } from '../../src-shared/contract/command.ts';
import { fail } from '../../src-shared/result.ts';
import type { Core } from '../../src-main/core/core.ts';
import type { Desk } from '../../src-main/hosts/open-desk.ts';
import { createFiles } from '../../src-main/ports/files.ts';
import { createSystemIds } from '../../src-main/ports/ids.ts';

type Answers = { readonly [N in CommandName]?: (input: ParsedOf<Contract[N]>) => ReplyOf<Contract[N]> | Promise<ReplyOf<Contract[N]>> };

export type TinyCore = Core & {
  readonly heard: readonly { readonly name: string; readonly input: unknown }[];
  readonly emit: (event: CoreEvent) => void;
  readonly closed: () => boolean;
  readonly continued: () => boolean;
};

export const createTinyCore = (answers: Answers): TinyCore => {
  const ears = new Set<(event: CoreEvent) => void>();
  const heard: { readonly name: string; readonly input: unknown }[] = [];
  let closed = false;
  let continued = false;
  return {
    heard,
    emit: (event) => ears.forEach((hear) => hear(event)),
    closed: () => closed,
    continued: () => continued,
    listen: (hear) => {
      ears.add(hear);
      return () => ears.delete(hear);
    },
    continueCooling: async () => { continued = true; },
    close: async () => { closed = true; },
    call: async (name, input) => {
      if (!Object.hasOwn(contract, name)) return fail({ type: 'CommandUnknown', name });
      const parsed = contract[name as CommandName].input.safeParse(input);
      if (!parsed.success) return fail({ type: 'InputInvalid', issues: parsed.error.issues.map((issue) => issue.path.join('.')) });
      heard.push({ name, input: parsed.data });
      const answer = answers[name as CommandName] as ((input: unknown) => unknown) | undefined;
      return answer === undefined ? fail({ type: 'NotFound', what: 'answer', id: name }) : answer(parsed.data);
    },
  };
};

export const createTinyDesk = (core: TinyCore, home: string): Desk => ({
  core, home, client: createClient(core), files: createFiles(createSystemIds()), stay: () => { void core.continueCooling(); }, close: core.close,
});
