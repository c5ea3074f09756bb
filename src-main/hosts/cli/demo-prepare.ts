// The demo's desk work: two sheets come in, held rows are looked at, codes get their meaning and conflicts their decision.
import { basename } from 'node:path';
import type { ConflictChoice, ConflictKind } from '../../../src-shared/domain/conflict.ts';
import type { ImportView } from '../../../src-shared/contract/imports.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { done, ok } from '../../../src-shared/result.ts';
import { countOf, formatBytes, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { conflictChoiceWords, conflictKindWords, dncTypeWords } from '../../../src-shared/words/state-words.ts';
import { createBars, interrupted, type DemoAt, type DemoResult } from './demo-world.ts';
import { closingEquation } from './import-command.ts';
import { renderTable, tame } from './print.ts';

export const importSheets = async (at: DemoAt, paths: readonly string[]): Promise<DemoResult<readonly ImportView[]>> => {
  const { voice, client, desk, stop } = at;
  voice.head('1  Import: every line of a file ends up somewhere, and the sum says so');
  const imports: ImportView[] = [];
  for (const path of paths) {
    if (stop.aborted) return interrupted;
    const name = basename(path);
    const bars = createBars(at.world);
    const deaf = desk.core.listen((event) => {
      if (event.type === 'import.progress') bars.show([`${name}: ${countOf(event.rows, 'row')} read`], name);
    });
    const stored = await client.call('import.store', { ticket: desk.files.admit(path, name) }).finally(() => {
      deaf();
      bars.end();
    });
    if (!stored.ok) return stored;
    const { bytes, layout, millis, numbers } = stored.value;
    const where = [`header in line ${layout.headerLine}`, countOf(layout.phoneColumns.length, 'phone column'), ...(layout.sheet === null ? [] : [`sheet “${tame(layout.sheet)}”`])].join(', ');
    voice.say(`${name} (${formatBytes(bytes)}; ${where}): ${countOf(numbers, 'number')} in ${formatDuration(millis)}\n  ${closingEquation(stored.value)}`);
    imports.push(stored.value);
  }
  return ok(imports);
};

/** Reasons whose suggestion can be taken as it stands, and those that hide nobody's number. What is in neither stays held. */
const acceptable: ReadonlySet<RejectReason> = new Set(['ambiguous_prefix', 'letters_around', 'keypad_letters']);
const discardable: Readonly<Partial<Record<RejectReason, string>>> = {
  placeholder: 'Filler of the old CRM, nobody’s number', words: 'Words where no number was given', date: 'A date typed into the wrong column',
};

export const reviewHeld = async ({ voice, client }: DemoAt): Promise<DemoResult<null>> => {
  voice.head('2  Quarantine: what is not certainly one number is held, and a person decides');
  const before = await client.call('quarantine.summary', {});
  if (!before.ok) return before;
  const did: string[][] = [];
  for (const { reason, held, suggested } of before.value.groups) {
    const because = discardable[reason];
    let what = 'stays held';
    if (acceptable.has(reason) && suggested > 0) {
      const decision = await client.call('quarantine.accept', { reason });
      if (!decision.ok) return decision;
      what = `${formatCount(decision.value.entries)} accepted as suggested`;
    } else if (because !== undefined) {
      const decision = await client.call('quarantine.discard', { reason, because });
      if (!decision.ok) return decision;
      what = `discarded: “${because}”`;
    } else if (reason === 'number_invalid') {
      const fixed = await fixFirst(client, reason);
      if (!fixed.ok) return fixed;
      what = fixed.value ?? what;
    }
    did.push([rejectReasonWords[reason].word, formatCount(held), formatCount(suggested), what]);
  }
  const after = await client.call('quarantine.summary', {});
  if (!after.ok) return after;
  voice.say(renderTable(['reason', 'held', 'with a suggestion', 'decision'], did));
  voice.say(`${formatCount(before.value.held)} numbers were held, ${formatCount(after.value.held)} still are: they are pushed nowhere, and nothing of them is lost.`);
  return done;
};

/** One number with a stray decimal, corrected by hand. */
const fixFirst = async (client: DemoAt['client'], reason: RejectReason): Promise<DemoResult<string | null>> => {
  const page = await client.call('quarantine.page', { reason, offset: 0, limit: 1 });
  if (!page.ok) return page;
  const [entry] = page.value.rows;
  const phone = entry?.raw.split('.')[0];
  if (entry === undefined || phone === undefined) return ok(null);
  const decision = await client.call('quarantine.fix', { entryId: entry.entryId, phone });
  return decision.ok ? ok(`one corrected: ${tame(entry.raw)} → ${phone}; the rest stays held`) : decision;
};

const conflictDecisions: Readonly<Record<ConflictKind, { readonly choice: ConflictChoice; readonly because: string }>> = {
  state_mismatch: { choice: 'keep', because: 'people move and keep their number' },
  row_map_mismatch: { choice: 'use_row', because: 'written beside the number itself' },
  state_without_state: { choice: 'hold', because: 'somebody must ask which state' },
  federal_outside_country: { choice: 'hold', because: 'the US registry takes none of these' },
};

export const decideCodes = async ({ voice, client }: DemoAt): Promise<DemoResult<null>> => {
  voice.head('3  Code map: every regulation code gets its meaning; nothing is guessed');
  const seen = await client.call('code-map.get', {});
  if (!seen.ok) return seen;
  // Well-known codes come with a proposal; STATE alone means the state the number belongs to.
  const lines = seen.value.codes.flatMap(({ code, proposal }) =>
    proposal !== null ? [proposal] : code === 'STATE' ? [{ code, dncType: 'STATE' as const, jurisdiction: null, reason: 'State request' }] : []);
  const saved = await client.call('code-map.save', { lines, note: 'Demo' });
  if (!saved.ok) return saved;
  voice.say(renderTable(['code', 'numbers', 'type', 'state', 'meaning'], saved.value.codes.map(({ code, numbers }) => {
    const line = saved.value.lines.find((mapped) => mapped.code === code);
    return [tame(code), formatCount(numbers), line?.dncType ?? 'not mapped', line?.jurisdiction ?? '', line === undefined ? 'held back until somebody knows what it means' : dncTypeWords[line.dncType]];
  })));

  const matrix = await client.call('conflict.matrix', {});
  if (!matrix.ok) return matrix;
  const decided: string[][] = [];
  for (const { kind, numbers, choice } of matrix.value) {
    if (numbers === 0 || choice !== null) continue;
    const decision = conflictDecisions[kind];
    const answer = await client.call('conflict.decide', { kind, ...decision });
    if (!answer.ok) return answer;
    decided.push([conflictKindWords[kind].word, formatCount(numbers), conflictChoiceWords[decision.choice], decision.because]);
  }
  if (decided.length > 0) voice.say(`\nWhere type, state and area code disagree, each kind is decided once:\n\n${renderTable(['conflict', 'numbers', 'decision', 'because'], decided)}`);
  return done;
};
