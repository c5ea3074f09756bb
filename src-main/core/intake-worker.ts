// The intake worker: reads and stages a file off the core's thread, with its own connection, and reports as it goes.
import { parentPort, workerData } from 'node:worker_threads';
import type { Layout, Preview } from '../../src-shared/contract/imports.ts';
import type { FileFailure, ImportBusy, LedgerFailure } from '../../src-shared/failures.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { openStaging } from '../ledger/open-staging.ts';
import { sqliteFailure } from '../ledger/sqlite-failure.ts';
import { previewFile } from './preview-file.ts';
import { stageFile, type StagedFile, type StageProgress, type StageTask } from './stage-file.ts';

export type WorkerTask =
  | { readonly do: 'preview'; readonly path: string; readonly name: string; readonly asked: Partial<Layout> }
  | ({ readonly do: 'stage'; readonly ledgerPath: string } & StageTask);

export type WorkerMessage =
  | ({ readonly type: 'progress' } & StageProgress)
  | { readonly type: 'previewed'; readonly result: Result<Omit<Preview, 'seenBefore'>, FileFailure> }
  | { readonly type: 'staged'; readonly result: Result<StagedFile, FileFailure | ImportBusy | LedgerFailure> };

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

// Any message from the core means "stop": the worker then ends by itself, with its connection closed.
let isCalledOff = false;
parentPort?.once('message', () => { isCalledOff = true; });
parentPort?.unref();

const stage = async (task: Extract<WorkerTask, { do: 'stage' }>): Promise<void> => {
  try {
    const staging = openStaging(task.ledgerPath);
    try {
      const result = await stageFile(staging, task, (progress) => {
        post({ type: 'progress', ...progress });
        return !isCalledOff;
      });
      post({ type: 'staged', result });
    } finally {
      staging.close();
    }
  } catch (thrown) {
    const failure = sqliteFailure(thrown, task.ledgerPath);
    if (failure === null) throw thrown;
    post({ type: 'staged', result: fail(failure) });
  }
};

// The core made this value under the same type: it never crosses a process.
const task = workerData as WorkerTask;
if (task.do === 'preview') post({ type: 'previewed', result: await previewFile(task.path, task.name, task.asked) });
else await stage(task);
