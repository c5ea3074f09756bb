// Mapping commands: a code map is saved as a new version and a conflict decided for its kind, each sealed; a proposal stays a proposal.
import type { CodeMapLine, CodeMapView, ConflictView } from '../../src-shared/contract/code-map.ts';
import { choicesFor } from '../../src-shared/domain/conflict.ts';
import { isJurisdiction } from '../../src-shared/domain/known-jurisdiction.ts';
import { proposeMapping } from '../../src-shared/domain/propose-mapping.ts';
import type { SettingInvalid } from '../../src-shared/failures.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { createNumberCount } from './count-numbers.ts';
import { findConflicts } from './find-conflicts.ts';
import type { CoreContext, Handlers } from './handlers.ts';

type MappingHandlers = Handlers<'code-map.get' | 'code-map.save' | 'code-map.use' | 'conflict.matrix' | 'conflict.decide'>;

const examplesOfAKind = 5;

export const mappingCommands = ({ ledger, needs, hint }: CoreContext): MappingHandlers => {
  const { codeMaps, conflicts, log } = ledger;

  const count = createNumberCount(ledger);

  const viewOf = async (version: number): Promise<CodeMapView> => {
    const codes = codeMaps.codesSeen(version)
      .map(({ code, numbers, mapped }) => ({ code, numbers, mapped, proposal: mapped ? null : proposeMapping(code) }));
    return {
      version, lines: codeMaps.lines(version), codes,
      unmappedNumbers: await count.unmapped(version),
      versions: codeMaps.versions().map(({ version: saved, at, actor, lines, note }) => ({ version: saved, at, actor: log.nameOf(actor), lines, note })),
    };
  };

  /** The same lines once more say nothing new and make no version. */
  const save = (lines: readonly CodeMapLine[], note: string, from: number | null): Promise<CodeMapView> => {
    const before = codeMaps.currentVersion();
    const after = ledger.transact(() => {
      const current = codeMaps.currentVersion();
      if (isSame(lines, codeMaps.lines(current))) return current;
      const version = codeMaps.save({ lines, note, at: needs.clock.now(), actor: log.actor() });
      const body = { act: 'code-map', lines: lines.length, version };
      log.append({ kind: 'decision', body: from === null ? body : { ...body, from }, open: { detail: { lines: lines.map((line) => ({ ...line })), note } } });
      return version;
    });
    if (after !== before) hint({ type: 'ledger.changed' });
    return viewOf(after);
  };

  const matrix = async (): Promise<readonly ConflictView[]> => {
    const found = await findConflicts(ledger, codeMaps.currentVersion(), examplesOfAKind);
    const decided = new Map(conflicts.latest().map((decision) => [decision.kind, decision]));
    return found.map(({ kind, numbers, examples }): ConflictView => {
      const decision = decided.get(kind);
      return {
        kind, numbers, examples, choices: choicesFor[kind], choice: decision?.choice ?? null,
        decidedBy: decision === undefined ? null : log.nameOf(decision.actor), decidedAt: decision?.at ?? null,
      };
    });
  };

  return {
    // A version that is not there shows the one in use; the view says which it is.
    'code-map.get': async ({ version }) => ok(await viewOf(version !== undefined && codeMaps.exists(version) ? version : codeMaps.currentVersion())),
    'code-map.save': async ({ lines, note }) => {
      const wellFormed = lines.map((line) => ({ ...line, code: line.code.toWellFormed(), reason: line.reason.toWellFormed() }));
      const flaw = flawOf(wellFormed);
      return flaw === null ? ok(await save(wellFormed, note.toWellFormed(), null)) : fail(flaw);
    },
    'code-map.use': async ({ version }) => {
      const saved = codeMaps.versions().find((known) => known.version === version);
      return saved === undefined ? fail({ type: 'NotFound', what: 'code map version', id: version }) : ok(await save(codeMaps.lines(version), saved.note, version));
    },
    'conflict.matrix': async () => ok(await matrix()),
    'conflict.decide': async ({ kind, choice, because }) => {
      if (!choicesFor[kind].includes(choice)) return fail({ type: 'SettingInvalid', field: 'choice', why: `for this conflict one of ${choicesFor[kind].join(', ')}` });
      ledger.transact(() => {
        const decision = conflicts.decide({ kind, choice, because: because.toWellFormed(), at: needs.clock.now(), actor: log.actor() });
        log.append({ kind: 'decision', body: { act: 'conflict', choice, decision, kind }, open: { detail: { because: because.toWellFormed() } } });
      });
      hint({ type: 'ledger.changed' });
      return ok(await matrix());
    },
  };
};

const flawOf = (lines: readonly CodeMapLine[]): SettingInvalid | null => {
  const seen = new Set<string>();
  for (const { code, jurisdiction } of lines) {
    if (seen.has(code)) return { type: 'SettingInvalid', field: 'code', why: `“${code}” stands in two lines` };
    seen.add(code);
    if (jurisdiction !== null && !isJurisdiction(jurisdiction)) {
      return { type: 'SettingInvalid', field: 'jurisdiction', why: `“${jurisdiction}” of the code “${code}” is no state, province or country; write US-TX, CA-ON or US` };
    }
  }
  return null;
};

const isSame = (lines: readonly CodeMapLine[], others: readonly CodeMapLine[]): boolean => {
  const textsOf = (all: readonly CodeMapLine[]): string =>
    JSON.stringify(all.map(({ code, dncType, jurisdiction, reason }) => [code, dncType, jurisdiction, reason]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  return textsOf(lines) === textsOf(others);
};
