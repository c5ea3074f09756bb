// Layouts saved by name: how files of a kind are read, proposed again for every file that looks like the first one.
import { z } from 'zod';
import type { NotFound, SettingInvalid } from '../failures.ts';
import { command } from './command.ts';
import { layoutSchema, pageSchema, type Layout, type Page } from './imports.ts';
import { layoutLooksSchema } from './layout-looks.ts';

/** `additions`: what a file lacks stays blocked. `full`: the file is the whole list, and what is gone from it is proposed for release. */
export const importModes = ['additions', 'full'] as const;
export type ImportMode = (typeof importModes)[number];

export type SavedLayout = {
  readonly layoutId: number;
  readonly name: string;
  readonly layout: Layout;
  readonly mode: ImportMode;
  /** 0-based position of the column with the day of a row's last change; null: rows are compared as a whole. */
  readonly watermarkColumn: number | null;
  readonly createdAt: number;
  /** When a file was last imported under it; null: never. */
  readonly usedAt: number | null;
};

export const layoutCommands = {
  'layout.page': command<Page<SavedLayout>>()('Saved layouts, by name', z.strictObject(pageSchema)),
  'layout.get': command<SavedLayout, NotFound>()('One saved layout', z.strictObject({ layoutId: z.int() })),
  'layout.save': command<SavedLayout, SettingInvalid>()(
    'Save a layout by name; a layout of that name is replaced',
    z.strictObject({
      name: z.string().trim().min(1).max(100), layout: layoutSchema,
      mode: z.enum(importModes).default('additions'), watermarkColumn: z.int().min(0).nullable().default(null),
      /** From the preview of the file it was made with: what other such files are known by. Absent: by their name and columns it is not proposed. */
      looks: layoutLooksSchema.optional(),
    })),
  'layout.remove': command<null, NotFound>()('Remove a saved layout; imports made under it stay', z.strictObject({ layoutId: z.int() })),
};
