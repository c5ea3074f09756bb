// Takes the rows of a file from a thread that reads it, some batches ahead; a reader that dies is a defect, never a silence.
import { Worker } from 'node:worker_threads';
import type { FileFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { WorkerTask } from './intake-task.ts';
import type { ReadTask } from './open-rows.ts';
import type { RowsDemand, RowsMessage } from './send-rows.ts';
import type { OpenedRows } from './stage-file.ts';

export type RowFeed = {
  /** Once. */
  readonly open: () => Promise<Result<OpenedRows, FileFailure>>;
  /** Resolves when the thread has ended and holds the file no more. */
  readonly close: () => Promise<void>;
};

/** Batches that may wait to be written: enough that neither side waits for the other's slowest moment. */
const ahead = 4;
/** Rows live for one batch only: room for more than some batches is a hundred megabytes of waste, and no faster. */
const youngMegabytes = 24;

/** `worker`: the intake worker's own file. */
export const receiveRows = (worker: URL, task: ReadTask): RowFeed => {
  const data: WorkerTask = { do: 'read', ...task };
  const thread = new Worker(worker, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
  const demand = (word: RowsDemand): void => thread.postMessage(word);
  const inbox = createInbox(thread);
  const ended = new Promise<void>((resolve) => { thread.once('exit', () => resolve()); });

  const batches = async function* (): OpenedRows['batches'] {
    for (let i = 0; i < ahead; i += 1) demand('more');
    for (;;) {
      const message = await inbox.next();
      if (message.type === 'end') return message.result;
      if (message.type !== 'batch') throw new Error('the reading thread opened its file twice');
      demand('more');
      yield message.batch;
    }
  };

  return {
    open: async () => {
      const message = await inbox.next();
      if (message.type !== 'opened') throw new Error('the reading thread sent rows of no file');
      return message.result.ok ? ok({ ...message.result.value, batches: batches() }) : message.result;
    },
    close: async () => {
      demand('stop');
      await ended;
    },
  };
};

const createInbox = (thread: Worker): { readonly next: () => Promise<RowsMessage> } => {
  const arrived: RowsMessage[] = [];
  let waiting: { readonly resolve: (message: RowsMessage) => void; readonly reject: (why: unknown) => void } | null = null;
  let broken: { readonly why: unknown } | null = null;
  thread.on('message', (message: RowsMessage) => {
    if (waiting === null) arrived.push(message);
    else waiting.resolve(message);
    waiting = null;
  });
  const end = (why: unknown): void => {
    broken ??= { why };
    waiting?.reject(why);
    waiting = null;
  };
  thread.once('error', end);
  thread.once('exit', (code) => { end(new Error(`the reading thread ended without an answer (${code})`)); });
  return {
    next: () => {
      const message = arrived.shift();
      if (message !== undefined) return Promise.resolve(message);
      return broken === null ? new Promise((resolve, reject) => { waiting = { resolve, reject }; }) : Promise.reject(broken.why);
    },
  };
};
