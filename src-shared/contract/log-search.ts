// Finding leaves in a log of any length, and one leaf with everything that is known and proved of it.
import { z } from 'zod';
import type { NotFound, NumberNotValid } from '../failures.ts';
import { command } from './command.ts';
import { pageSchema, type Page } from './imports.ts';
import type { LeafView } from './log.ts';

export type LogFacets = {
  readonly kinds: readonly { readonly kind: string; readonly leaves: number }[];
  /** `actor`: the pseudonym in the leaves; `name`: whose it is, known on this computer alone. */
  readonly actors: readonly { readonly actor: string; readonly name: string; readonly leaves: number }[];
};

/** One step up the tree: what was made so far is hashed with `sibling`, which covers the leaves `from` to `until` (not included). Hashes in base64. */
export type ProofStep = { readonly sibling: string; readonly side: 'left' | 'right'; readonly from: number; readonly until: number; readonly made: string };

export type LeafDetail = {
  readonly leaf: LeafView;
  /** The exact bytes that are hashed. */
  readonly bytes: string;
  readonly actorName: string;
  /** What it is committed to, opened here; null: erased, so that nobody can open it any more. */
  readonly openings: readonly { readonly kind: string; readonly commitment: string; readonly fields: Readonly<Record<string, unknown>> | null }[];
  /** The path to the last signed root; null while there is no checkpoint over it. */
  readonly proof: {
    readonly size: number; readonly root: string; readonly at: number; readonly steps: readonly ProofStep[];
    /** Whether the bytes, hashed now, lead to that root. */
    readonly holds: boolean;
  } | null;
};

const search = {
  kind: z.string().max(40).optional(),
  actor: z.string().max(60).optional(),
  /** Milliseconds since 1970; `until` is not included. */
  from: z.int().optional(),
  until: z.int().optional(),
  /** A telephone number as a person writes it. */
  phone: z.string().max(40).optional(),
  /** Country of a number without its code. */
  region: z.string().length(2).default('US'),
};

export const logSearchCommands = {
  'log.search': command<Page<LeafView>, NumberNotValid>()('Leaves by kind, person, time and telephone number, newest first', z.strictObject({ ...search, ...pageSchema })),
  'log.facets': command<LogFacets>()('Kinds of leaves and people in the log, with their counts', z.strictObject({})),
  'log.leaf': command<LeafDetail, NotFound>()('One leaf with its openings and its proof', z.strictObject({ seq: z.int().min(0) })),
};
