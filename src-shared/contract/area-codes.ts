// Area codes: the numbering plan's table that readings go by, the product's own or a newer report that the user brought.
import { z } from 'zod';
import type { FileFailure, SettingInvalid } from '../failures.ts';
import { command } from './command.ts';

export type AreaCodesView = {
  /** The day the table is of, yyyy-mm-dd. */
  readonly date: string;
  readonly codes: number;
  /** The report it came from; null: the product's own table. */
  readonly report: { readonly name: string; readonly sha256: string; readonly at: number } | null;
};

export const areaCodeCommands = {
  'area-codes.status': command<AreaCodesView>()('Which table of area codes is in use, and of what day', z.strictObject({})),
  'area-codes.replace': command<AreaCodesView, FileFailure | SettingInvalid>()(
    'Use a newer report of the numbering plan (NPA Database Report, CSV) from the next import on', z.strictObject({ ticket: z.string() })),
  'area-codes.reset': command<AreaCodesView>()('Go back to the table of area codes that the program came with, from the next import on', z.strictObject({})),
};
