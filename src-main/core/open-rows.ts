// Opens a file for an import: its layout is settled, and its rows come in batches ready to be staged.
import type { Layout } from '../../src-shared/contract/imports.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { layOut } from './preview-file.ts';
import { readRowBatches, type RowTask } from './row-batches.ts';
import type { OpenedRows } from './stage-file.ts';

export type ReadTask = RowTask & { readonly path: string; readonly name: string; readonly asked: Partial<Layout> };

export const openRows = async (task: ReadTask): Promise<Result<OpenedRows, FileFailure>> => {
  const laidOut = await layOut(task.path, task.name, task.asked);
  if (!laidOut.ok) return laidOut;
  const { source, layout } = laidOut.value;
  const { bytes, sha256, format, encoding, member } = source.facts;
  return ok({ facts: { bytes, sha256, format, encoding, ...(member === undefined ? {} : { member }) }, layout, batches: readRowBatches(source, layout, task) });
};
