// What a version changed and what became of an import taken back, told without a gap.
import { describe, expect, it } from 'vitest';
import { listChangeWords, undoneWords } from '../../src-shared/words/list-change-words.ts';

const change = { against: 3, added: 1200, changed: 2, gone: 1, proposed: 1, again: 2 };
const undone = { at: 0, because: 'the wrong file', by: 'Ann', withdrawn: 10, held: 2, inherited: 1, proposed: 4 };

describe('the words for a version of a list', () => {
  it('say against what, and that nothing gone is released by itself', () => {
    expect(listChangeWords({ change, mode: 'full' })).toEqual([
      'Against import 3 of the same list: 1,200 added, 2 changed, 1 gone.', '1 gone number is proposed for release and stays blocked until somebody decides.',
      '2 numbers that were proposed for release stand in the list again: the proposal fell away.',
    ]);
  });
  it('say of additions that what is lacking stays blocked, and of a first version nothing', () => {
    expect(listChangeWords({ change: { ...change, gone: 0, proposed: 0, again: 0 }, mode: 'additions' })[1]).toBe('The file is no whole list: what it merely lacks stays blocked.');
    expect(listChangeWords({ change: null, mode: 'full' })).toEqual([]);
  });
});

describe('the words for an import that was taken back', () => {
  it('say who, why, and what became of everything', () => {
    expect(undoneWords({ state: 'undone', undone })).toEqual([
      'It was taken back by Ann: the wrong file', '10 entries left, 2 of them from review.', '1 number stays blocked, since another import wants it too.', '4 numbers may be at a vendor: proposed for release.',
    ]);
  });
  it('say of one that was broken off that it goes on, and of one that stands nothing', () => {
    expect(undoneWords({ state: 'undoing', undone }).at(-1)).toContain('stopped half-way; the next start or import goes on');
    expect(undoneWords({ state: 'undoing', undone: { ...undone, left: 1200, isGoing: true } }).slice(0, 2)).toEqual(['It is being taken back by Ann: the wrong file', '10 of 1,210 entries are taken back so far, 2 of them from review.']);
    expect(undoneWords({ state: 'stored', undone: null })).toEqual([]);
  });
});
