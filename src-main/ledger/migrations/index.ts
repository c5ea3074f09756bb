// All migrations in order; versions are whole numbers rising by one.
import { initial } from './0001-initial.ts';

export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

export const migrations: readonly Migration[] = [initial];
