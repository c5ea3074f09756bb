// Code map: regulation code to DNC type, jurisdiction and reason, in saved versions; and the decisions on conflicts it brings to light.
import { z } from 'zod';
import { conflictChoices, conflictKinds, type ConflictChoice, type ConflictKind } from '../domain/conflict.ts';
import { dncTypes } from '../domain/dnc.ts';
import type { NotFound, SettingInvalid } from '../failures.ts';
import { command } from './command.ts';

export const codeMapLineSchema = z.strictObject({
  code: z.string().trim().max(100),
  dncType: z.enum(dncTypes),
  /** "US-CA"; null leaves it to the row or, for STATE, to the number's own area code. */
  jurisdiction: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/).nullable(),
  reason: z.string().trim().max(200),
});
export type CodeMapLine = z.infer<typeof codeMapLineSchema>;

export type CodeMapVersion = { readonly version: number; readonly at: number; readonly actor: string; readonly lines: number; readonly note: string };

export type CodeMapView = {
  /** 0 while nothing has been saved. */
  readonly version: number;
  readonly lines: readonly CodeMapLine[];
  /** Every code the accepted numbers carry ('' for none), most frequent first, whether mapped or not. */
  readonly codes: readonly { readonly code: string; readonly numbers: number; readonly mapped: boolean; readonly proposal: CodeMapLine | null }[];
  readonly unmappedNumbers: number;
  readonly versions: readonly CodeMapVersion[];
};

export type ConflictView = {
  readonly kind: ConflictKind;
  readonly numbers: number;
  /** The choices that make sense for this kind. */
  readonly choices: readonly ConflictChoice[];
  /** Null: undecided, so the numbers are held. */
  readonly choice: ConflictChoice | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly examples: readonly {
    readonly phone: string; readonly code: string; readonly dncType: string;
    readonly declared: string | null; readonly areaCode: string | null; readonly file: string; readonly line: number;
  }[];
};

export const codeMapCommands = {
  'code-map.get': command<CodeMapView>()('The code map in use, the codes seen and what is not mapped', z.strictObject({ version: z.int().optional() })),
  'code-map.save': command<CodeMapView, SettingInvalid>()(
    'Save the code map as a new version', z.strictObject({ lines: z.array(codeMapLineSchema).max(5000), note: z.string().trim().max(200).default('') })),
  'code-map.use': command<CodeMapView, NotFound>()('Make an earlier version the newest again', z.strictObject({ version: z.int() })),
  'conflict.matrix': command<readonly ConflictView[]>()('Where type, jurisdiction and area code disagree', z.strictObject({})),
  'conflict.decide': command<readonly ConflictView[], SettingInvalid>()(
    'Decide what happens to one kind of conflict', z.strictObject({ kind: z.enum(conflictKinds), choice: z.enum(conflictChoices), because: z.string().trim().max(500).default('') })),
};
