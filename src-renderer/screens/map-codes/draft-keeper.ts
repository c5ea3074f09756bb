// Keeps unsaved changes of the code map while the analyst looks at other screens of the same window; they are in no file.
import { dncTypes } from '../../../src-shared/domain/dnc.ts';
import type { Draft, DraftLine } from './code-rows.ts';

/** A draft belongs to the version it was made from. */
export type DraftKeeper = { readonly read: (version: number) => Draft; readonly keep: (version: number, draft: Draft) => void };

const KEY = 'dnc-desk.code-map-draft';

export const createDraftKeeper = (storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): DraftKeeper => ({
  read: (version) => {
    const text = storage.getItem(KEY);
    const kept = text === null ? null : parse(text);
    return isKept(kept) && kept.version === version ? kept.draft : {};
  },
  keep: (version, draft) => {
    if (Object.keys(draft).length === 0) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify({ version, draft }));
  },
});

const parse = (text: string): unknown => {
  try { return JSON.parse(text) as unknown; } catch { return null; }
};

const isKept = (kept: unknown): kept is { readonly version: number; readonly draft: Draft } =>
  isObject(kept) && typeof kept['version'] === 'number' && isObject(kept['draft']) && Object.values(kept['draft']).every((line) => line === null || isLine(line));

const isLine = (line: unknown): line is DraftLine =>
  isObject(line) && typeof line['code'] === 'string' && typeof line['reason'] === 'string' && (line['jurisdiction'] === null || typeof line['jurisdiction'] === 'string')
  && (line['dncType'] === null || dncTypes.some((type) => type === line['dncType']));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
