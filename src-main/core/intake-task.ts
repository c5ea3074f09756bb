// What the intake worker is asked, and what it says while it works and at the end.
import type { Preview } from '../../src-shared/contract/imports.ts';
import type { FileFailure, ImportBusy, LedgerFailure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import type { ReadTask } from './open-rows.ts';
import type { PreviewTask } from './preview-file.ts';
import type { StagedFile, StageProgress, StageTask } from './stage-file.ts';

export type WorkerTask =
  | ({ readonly do: 'preview' } & PreviewTask)
  | ({ readonly do: 'stage'; readonly ledgerPath: string } & StageTask)
  | ({ readonly do: 'read' } & ReadTask)
  /** The import's taking back has begun; the core ends it. */
  | { readonly do: 'undo'; readonly ledgerPath: string; readonly importId: number }
  /** Imports that nobody stages any more are dropped; the import lease is held by whoever asks. */
  | { readonly do: 'sweep'; readonly ledgerPath: string };

export type WorkerMessage =
  | ({ readonly type: 'progress' } & StageProgress)
  | { readonly type: 'previewed'; readonly result: Result<Omit<Preview, 'seenBefore'>, FileFailure> }
  /** Some more was taken back: how much, the ledger says. */
  | { readonly type: 'piece' }
  | { readonly type: 'withdrawn' | 'swept'; readonly result: Result<null, LedgerFailure> }
  | { readonly type: 'staged'; readonly result: Result<StagedFile, FileFailure | ImportBusy | LedgerFailure> };
