// The intake worker: does one task of intake off the core's thread. Staging takes two: one reads the file while the other writes the ledger.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage, WorkerTask } from './intake-task.ts';

// Each task loads what it needs and no more: the thread that writes knows nothing of telephone numbers, which take a second to learn and much memory.
const perform = async (task: WorkerTask, port: NonNullable<typeof parentPort>): Promise<void> => {
  const post = (message: WorkerMessage): void => port.postMessage(message);
  switch (task.do) {
    case 'preview': {
      const { previewFile } = await import('./preview-file.ts');
      return post({ type: 'previewed', result: await previewFile(task) });
    }
    case 'read': {
      const { sendRows } = await import('./send-rows.ts');
      return sendRows(task, port);
    }
    case 'stage': return stage(task, port, post);
    case 'undo': {
      const { undoEntries } = await import('./undo-entries.ts');
      return post({ type: 'withdrawn', result: await undoEntries(task.ledgerPath, task.importId, callOffOn(port), () => { post({ type: 'piece' }); }) });
    }
    case 'sweep': {
      const { sweepStaging } = await import('./sweep-staging.ts');
      return post({ type: 'swept', result: await sweepStaging(task.ledgerPath, callOffOn(port)) });
    }
    default: task satisfies never;
  }
};

/** Any message from the core means "stop": the task ends by itself, with its connection closed. */
const callOffOn = (port: NonNullable<typeof parentPort>): AbortSignal => {
  const calledOff = new AbortController();
  port.once('message', () => { calledOff.abort(); });
  port.unref();
  return calledOff.signal;
};

const stage = async (task: Extract<WorkerTask, { do: 'stage' }>, port: NonNullable<typeof parentPort>, post: (message: WorkerMessage) => void): Promise<void> => {
  // Any message from the core means "stop": the worker then ends by itself, with its connection closed.
  let isCalledOff = false;
  port.once('message', () => { isCalledOff = true; });
  port.unref();
  const { receiveRows } = await import('./receive-rows.ts');
  const { ledgerPath, path, name, asked, at, log, seed, areaCodes = null, watermark = null } = task;
  // The other thread starts at once, and learns what it needs while this one does.
  const feed = receiveRows(new URL(import.meta.url), { path, name, asked, at, log, seed, areaCodes, watermark });
  const { openStaging } = await import('../ledger/open-staging.ts');
  const { orLedgerFailure } = await import('../ledger/sqlite-failure.ts');
  const { stageFile } = await import('./stage-file.ts');
  try {
    const result = await orLedgerFailure(ledgerPath, async () => {
      const staging = openStaging(ledgerPath);
      try {
        return await stageFile(staging, task, feed.open, (progress) => {
          post({ type: 'progress', ...progress });
          return !isCalledOff;
        });
      } finally {
        staging.close();
      }
    });
    post({ type: 'staged', result });
  } finally {
    await feed.close();
  }
};

if (isMainThread || parentPort === null) throw new Error('the intake worker runs in a thread of its own');
// Whoever starts the thread made this value under the same type: it never crosses a process.
await perform(workerData as WorkerTask, parentPort);
