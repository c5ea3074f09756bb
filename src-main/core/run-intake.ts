// Runs one task in the intake worker and waits for its answer; a worker that dies is a defect, never a silence.
import { Worker } from 'node:worker_threads';
import type { WorkerMessage, WorkerTask } from './intake-worker.ts';
import type { StageProgress } from './stage-file.ts';

export type IntakeAnswer = Exclude<WorkerMessage, { readonly type: 'progress' }>;

/** `onProgress` hears how far staging is. Null once `signal` has called the task off: the worker is ended wherever it stands. */
export const runIntake = (
  worker: URL, task: WorkerTask, signal: AbortSignal, onProgress: (progress: StageProgress) => void = () => {},
): Promise<IntakeAnswer | null> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      resolve(null);
      return;
    }
    const thread = new Worker(worker, { workerData: task });
    const callOff = (): void => {
      resolve(null);
      void thread.terminate();
    };
    signal.addEventListener('abort', callOff, { once: true });
    thread.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress(message);
      else resolve(message);
    });
    thread.once('error', reject);
    thread.once('exit', (code) => {
      signal.removeEventListener('abort', callOff);
      reject(new Error(`the intake worker ended without an answer (${code})`));
    });
  });
