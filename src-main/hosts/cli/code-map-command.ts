// `code-map set CODE=TYPE[:JURISDICTION[:REASON]] …`: gives codes their meaning and saves the map as a new version.
import type { Command } from 'commander';
import { codeMapLineSchema, type CodeMapLine } from '../../../src-shared/contract/code-map.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { usage, type Actor } from './actor.ts';
import { renderValue } from './print.ts';

export const addCodeMapSet = (actor: Actor, noun: Command): void => {
  const command = noun.command('set').argument('<lines...>', 'CODE=TYPE[:JURISDICTION[:REASON]], e.g. TCPA-NAT=FEDERAL or CA-DNC=STATE:US-CA')
    .description('Map codes; what else is mapped stays')
    .option('--replace', 'these lines only: what else was mapped is no longer')
    .option('--note <text>', 'kept with the version');
  actor.atDesk(
    command,
    async ({ client }, options, args) => {
      const lines = readLines(args);
      if (!lines.ok) return lines;
      const present = await client.call('code-map.get', {});
      if (!present.ok) return present;
      const before = options['replace'] === true ? [] : present.value.lines.filter((line) => !lines.value.some(({ code }) => code === line.code));
      const saved = await client.call('code-map.save', { lines: [...before, ...lines.value], note: typeof options['note'] === 'string' ? options['note'] : '' });
      if (!saved.ok) return saved;
      return ok({ json: saved.value, text: `Code map version ${saved.value.version}\n\n${renderValue(saved.value.lines)}` });
    },
    {
      check: (_options, args) => {
        const lines = readLines(args);
        return lines.ok ? ok(null) : lines;
      },
    },
  );
};

const readLines = (texts: readonly string[]): Result<readonly CodeMapLine[], Failure> => {
  const lines: CodeMapLine[] = [];
  for (const text of texts) {
    const found = /^(?<code>[^=]*)=(?<type>[^:]+)(?::(?<place>[^:]*)(?::(?<reason>.*))?)?$/s.exec(text)?.groups;
    if (found === undefined) return fail(usage(`“${text}” is not CODE=TYPE[:JURISDICTION[:REASON]]`));
    const place = found['place'] ?? '';
    const line = codeMapLineSchema.safeParse({
      code: found['code'], dncType: found['type']?.toUpperCase(), jurisdiction: place === '' ? null : place.toUpperCase(), reason: found['reason'] ?? '',
    });
    if (!line.success) return fail(usage(...line.error.issues.map((issue) => `“${text}”, ${issue.path.join('.')}: ${issue.message}`)));
    lines.push(line.data);
  }
  return ok(lines);
};
