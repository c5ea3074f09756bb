// The entries told as what happened: imports, pushes, readings back, people; every figure is counted here from the entries themselves.
import type { JsonRecord } from '../proof/canonical.ts';
import { placesErased } from '../proof/erased.ts';
import type { Leaf } from '../proof/leaf.ts';
import { numberIn, recordIn, textIn } from './words.ts';

export type Import = {
  readonly leaf: Leaf; readonly lines: number; readonly accepted: number; readonly duplicate: number; readonly held: number;
  /** Headings, empty and ignored lines. */
  readonly aside: number;
  /** Lines that none of the counts accounts for; 0 where they close. */
  readonly open: number;
};
export type Push = {
  readonly run: number; destination: number; planned: number; requests: number; sent: number; accepted: number; duplicate: number; refused: number; unknown: number;
  /** Answers about the batch as a whole: refused, throttled, unknown … with their counts. */
  readonly others: Map<string, number>; first: string; last: string;
};
export type Person = { readonly actor: string; name: string; entries: number; imports: number; decisions: number; pushes: number; others: number; first: string; last: string };

export type Story = {
  readonly leaves: Leaf[];
  readonly imports: Import[];
  /** Reasons rows were held for, over all imports. */
  readonly reasons: Map<string, number>;
  readonly pushes: Map<number, Push>;
  readonly checks: Leaf[];
  readonly releases: Leaf[];
  /** Keys, restores, clock jumps, updates, anchors, exports. */
  readonly care: Leaf[];
  /** Destinations that are practice tenants: nothing sent there reached a vendor. */
  readonly practice: Set<number>;
  readonly people: Map<string, Person>;
  readonly kinds: Map<string, number>;
  readonly acts: Map<string, number>;
  /** Numbers of entries of which something was erased -> when, by the entry that says so. */
  readonly erased: Map<number, string>;
};

export type StoryTeller = { readonly story: Story; readonly hear: (leaf: Leaf) => void; readonly hearOpening: (seq: number, kind: string, value: JsonRecord) => void };

export const createStory = (): StoryTeller => {
  const story: Story = { leaves: [], imports: [], reasons: new Map(), pushes: new Map(), checks: [], releases: [], care: [], practice: new Set(), people: new Map(), kinds: new Map(), acts: new Map(), erased: new Map() };
  const actors = new Map<number, string>();
  return {
    story,
    hear: (leaf) => {
      story.leaves.push(leaf);
      add(story.kinds, leaf.kind, 1);
      countPerson(story, leaf);
      if (leaf.kind === 'actor.add') actors.set(leaf.seq, textIn(leaf.body, 'actor'));
      else if (leaf.kind === 'import.batch') countImport(story, leaf);
      else if (leaf.kind === 'push.request' || leaf.kind === 'push.response') countPush(story, leaf);
      else if (leaf.kind === 'cooldown.check') story.checks.push(leaf);
      else if (leaf.kind.startsWith('delete.')) countRelease(story, leaf);
      else if (leaf.kind === 'decision') countDecision(story, leaf);
      else story.care.push(leaf);
    },
    hearOpening: (seq, kind, value) => {
      const person = story.people.get(actors.get(seq) ?? '');
      if (person !== undefined && kind === 'detail' && typeof value['name'] === 'string') person.name = value['name'];
    },
  };
};

const countRelease = (story: Story, leaf: Leaf): void => {
  story.releases.push(leaf);
  for (const place of placesErased(leaf)) if (!place.endsWith(' rows')) story.erased.set(Number(place.split(' ')[0]), leaf.t);
};

const countImport = (story: Story, leaf: Leaf): void => {
  const counts = recordIn(leaf.body, 'count');
  const reasons = recordIn(counts, 'quarantined');
  let held = 0;
  for (const reason of Object.keys(reasons)) {
    held += numberIn(reasons, reason);
    add(story.reasons, reason, numberIn(reasons, reason));
  }
  const [lines, accepted, duplicate] = [numberIn(counts, 'lines'), numberIn(counts, 'accepted'), numberIn(counts, 'duplicate')];
  const aside = numberIn(counts, 'header') + numberIn(counts, 'blank') + numberIn(counts, 'ignored');
  story.imports.push({ leaf, lines, accepted, duplicate, held, aside, open: lines - accepted - duplicate - held - aside });
};

const countPush = (story: Story, { kind, body, t }: Leaf): void => {
  const push = pushOf(story, numberIn(body, 'run'), t);
  push.last = t;
  if (kind === 'push.request') {
    push.requests += 1;
    push.destination ||= numberIn(body, 'destination');
    // A repeat is of the same numbers.
    if (body['first'] === undefined) push.sent += numberIn(body, 'numbers');
    return;
  }
  if (body['accepted'] === undefined) add(push.others, textIn(body, 'outcome'), 1);
  for (const result of ['accepted', 'duplicate', 'refused', 'unknown'] as const) push[result] += numberIn(body, result);
};

const countDecision = (story: Story, { body, t }: Leaf): void => {
  const act = textIn(body, 'act');
  add(story.acts, act, 1);
  if (act === 'destination.create' && body['practice'] === true) story.practice.add(numberIn(body, 'destination'));
  if (act !== 'run.start') return;
  const push = pushOf(story, numberIn(body, 'run'), t);
  push.planned = numberIn(body, 'numbers');
  push.destination = numberIn(body, 'destination');
};

const pushOf = (story: Story, run: number, t: string): Push => {
  const found = story.pushes.get(run);
  if (found !== undefined) return found;
  const made: Push = { run, destination: 0, planned: 0, requests: 0, sent: 0, accepted: 0, duplicate: 0, refused: 0, unknown: 0, others: new Map(), first: t, last: t };
  story.pushes.set(run, made);
  return made;
};

const countPerson = (story: Story, { actor, kind, t }: Leaf): void => {
  const person = story.people.get(actor) ?? { actor, name: '', entries: 0, imports: 0, decisions: 0, pushes: 0, others: 0, first: t, last: t };
  story.people.set(actor, person);
  person.entries += 1;
  person.last = t;
  person[kind === 'import.batch' ? 'imports' : kind === 'decision' ? 'decisions' : kind.startsWith('push.') ? 'pushes' : 'others'] += 1;
};

const add = (counts: Map<string, number>, name: string, n: number): void => void counts.set(name, (counts.get(name) ?? 0) + n);
