// Runs one task in the intake worker and waits for its answer; a worker that dies is a defect, never a silence.
import { Worker } from 'node:worker_threads';
import type { WorkerMessage, WorkerTask } from './intake-task.ts';
import type { StageProgress } from './stage-file.ts';

export type IntakeAnswer = Exclude<WorkerMessage, { readonly type: 'progress' | 'piece' }>;

/** A worker that does not stop by itself within this is ended wherever it stands. */
const patienceMs = 2000;
/** Rows live for one batch only: room for more than some batches is a hundred megabytes of waste, and no faster. */
const youngMegabytes = 8;

/**
 * `onProgress` hears how far staging is, `onPiece` that some more was taken back. Null once `signal` has called the task off. Resolves only when the thread has ended: its
 * connection is closed then, and nothing of it writes to the ledger any more.
 */
export const runIntake = (
  worker: URL, task: WorkerTask, signal: AbortSignal, onProgress: (progress: StageProgress) => void = () => {}, onPiece: () => void = () => {},
): Promise<IntakeAnswer | null> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      resolve(null);
      return;
    }
    const thread = new Worker(worker, { workerData: task, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    let answer: IntakeAnswer | null = null;
    let ending: NodeJS.Timeout | undefined;
    const callOff = (): void => {
      thread.postMessage('stop');
      ending = setTimeout(() => { void thread.terminate(); }, patienceMs);
    };
    signal.addEventListener('abort', callOff, { once: true });
    thread.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress(message);
      else if (message.type === 'piece') onPiece();
      else answer = message;
    });
    thread.once('error', reject);
    thread.once('exit', (code) => {
      clearTimeout(ending);
      signal.removeEventListener('abort', callOff);
      if (signal.aborted) resolve(null);
      else if (answer !== null) resolve(answer);
      else reject(new Error(`the intake worker ended without an answer (${code})`));
    });
  });
