// Every kind of leaf and every act that the program can write has a sentence: on the Log screen, in report.csv and in report.html.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leafKinds } from '../../src-main/sealed-log/leaf.ts';
import { actWord, sayEntry } from '../../src-pages/report/words.ts';
import { actWords, leafSentence } from '../../src-shared/words/leaf-body-words.ts';
import { leafKindWord } from '../../src-shared/words/leaf-words.ts';

const said = {
  'the Log screen and report.csv': leafSentence,
  'report.html': (kind: string, body: Record<string, number | string>) => sayEntry({ actor: 'op:1', app: '1', body, kind, log: 'l', open: {}, seq: 1, t: '2026-01-01T00:00:00.000Z' }),
};

describe.each(Object.entries(said))('%s', (_where, say) => {
  // A kind without a sentence is shown as it is written: by its name and what is in it.
  it.each(leafKinds.filter((kind) => kind !== 'decision' && kind !== 'clock.jump'))('says %s in a sentence', (kind) => {
    const sentence = say(kind, { actor: 'Somebody', stray: 7 });
    expect(sentence).toMatch(/^[\p{Lu}\p{N}].*\.$/u);
    expect(sentence).not.toMatch(/stray|undefined/);
    expect(sentence).not.toBe(`${leafKindWord(kind)}.`);
  });
  it('says clock.jump in a sentence', () => { expect(say('clock.jump', { how: 'back' })).toMatch(/clock was moved/); });
  it('shows what nobody knows as it is written', () => { expect(say('some.kind', { stray: 7 })).toContain('stray 7'); });
});

/** Acts in the sources beside the kind of their leaf, and those that are put together there. */
const written = (): ReadonlySet<string> => {
  const acts = new Set<string>(['undo', 'fix', 'discard', 'accept-suggestions', 'correct']);
  for (const folder of ['core', 'runner']) {
    const room = join(import.meta.dirname, '../../src-main', folder);
    for (const name of readdirSync(room)) {
      const text = readFileSync(join(room, name), 'utf8');
      for (const [, act] of text.matchAll(/kind: 'decision',\s*body: \{ act: '([^']+)'/g)) acts.add(act ?? '');
      for (const [, act] of text.matchAll(/(?:append\('decision', \{ act: |askSealed\([^,]+, \{ act: )'([^']+)'/g)) acts.add(act ?? '');
    }
  }
  for (const state of ['retried', 'corrected', 'discarded']) acts.add(`dead-letter.${state}`);
  return acts;
};

it.each([...written()])('says the act %s in words, in both places', (act) => {
  expect(actWords[act]).toBeDefined();
  expect(actWord(act)).not.toBe(act);
});
it('finds the acts in the sources', () => { expect(written().size).toBeGreaterThan(25); });
it.each(Object.keys(actWords).filter((act) => act !== 'approve'))('report.html knows %s as the Log screen does', (act) => { expect(actWord(act)).not.toBe(act); });
