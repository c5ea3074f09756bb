// The report's figures come from the entries alone, close where the entries close, and never count practice as done.
import { expect, it } from 'vitest';
import type { Leaf } from '../../src-pages/proof/leaf.ts';
import { createStory } from '../../src-pages/report/story.ts';
import { sayEntry } from '../../src-pages/report/words.ts';

const leaf = (seq: number, kind: string, body: Leaf['body'], actor = 'op:1'): Leaf => ({ actor, app: '1', body, kind, log: 'l', open: {}, seq, t: new Date(Date.UTC(2026, 0, 1) + seq).toISOString() });
const counts = { accepted: 5, blank: 1, duplicate: 2, header: 1, ignored: 0, lines: 12, quarantined: { date: 1, words: 2 } };

it('closes an import, or says by how many lines it does not', () => {
  const { story, hear } = createStory();
  hear(leaf(1, 'import.batch', { count: counts, import: 1 }));
  hear(leaf(2, 'import.batch', { count: { ...counts, accepted: 3 }, import: 2 }));
  expect(story.imports.map(({ held, aside, open }) => [held, aside, open])).toEqual([[3, 2, 0], [3, 2, 2]]);
  expect([...story.reasons]).toEqual([['date', 2], ['words', 4]]);
});

it('counts numbers sent once, however often their batch was repeated, and keeps practice apart', () => {
  const { story, hear } = createStory();
  hear(leaf(1, 'decision', { act: 'destination.create', destination: 1, practice: true }));
  hear(leaf(2, 'decision', { act: 'destination.create', destination: 2, practice: false }));
  hear(leaf(3, 'decision', { act: 'run.start', destination: 2, numbers: 10, run: 4 }));
  hear(leaf(4, 'push.request', { attempt: 1, batch: 1, destination: 2, numbers: 10, run: 4 }));
  hear(leaf(5, 'push.response', { batch: 1, outcome: 'throttled', run: 4 }));
  hear(leaf(6, 'push.request', { attempt: 2, batch: 1, destination: 2, first: 4, numbers: 10, run: 4 }));
  hear(leaf(7, 'push.response', { accepted: 8, batch: 1, duplicate: 1, outcome: 'answered', refused: 1, run: 4, unknown: 0 }));
  expect(story.pushes.get(4)).toMatchObject({ destination: 2, planned: 10, requests: 2, sent: 10, accepted: 8, duplicate: 1, refused: 1, others: new Map([['throttled', 1]]) });
  expect([...story.practice]).toEqual([1]);
});

it('names people only where their name was opened', () => {
  const { story, hear, hearOpening } = createStory();
  hear(leaf(2, 'actor.add', { actor: 'op:1' }));
  hear(leaf(3, 'decision', { act: 'fix' }, 'op:2'));
  hearOpening(2, 'detail', { name: 'Ada' });
  hearOpening(3, 'detail', { name: 'a destination' });
  expect([...story.people.values()].map(({ actor, name, entries }) => [actor, name, entries])).toEqual([['op:1', 'Ada', 1], ['op:2', '', 1]]);
});

it('says something of every entry, known or not', () => {
  expect(sayEntry(leaf(1, 'push.response', { batch: 2, outcome: 'unknown', run: 1 }))).toBe('Run 1, batch 2: unknown.');
  expect(sayEntry(leaf(1, 'clock.jump', { how: 'back' }))).toBe('The computer’s clock was moved (how back).');
  expect(sayEntry(leaf(1, 'some.kind', { seconds: -90 }))).toBe('seconds -90');
  expect(sayEntry(leaf(1, 'some.kind', {}))).toBe('some.kind');
  expect(sayEntry(leaf(1, 'decision', { act: 'toString', of: [1, null] }))).toBe('toString: of [1,null]');
});

it('tells of an erasure, and which entries it took a text from', () => {
  const { story, hear } = createStory();
  const erasure = leaf(9, 'delete.done', { act: 'erase', details: [4], kept: true, request: 8, rows: [[2, 0], [2, 7]], seeds: [2], subjects: [5] });
  hear(erasure);
  hear(leaf(10, 'delete.done', { destination: 1, numbers: 2, shown: 'read-back' }));
  expect([...story.erased.keys()]).toEqual([5, 4, 2]);
  expect(sayEntry(erasure)).toBe('Erased on request: what 2 sealed texts and 2 rows of lists said of one number. The bare number is kept where its block needs it.');
  expect(sayEntry(story.releases[1] ?? erasure)).toBe('2 numbers left the lists, as a reading back showed (destination 1).');
});
