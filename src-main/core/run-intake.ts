// Runs one task in the intake worker and waits for its answer; a worker that dies is a defect, never a silence.
import { Worker } from 'node:worker_threads';
import type { WorkerMessage, WorkerTask } from './intake-worker.ts';

export type IntakeAnswer = Exclude<WorkerMessage, { readonly type: 'progress' }>;

/** `onProgress` hears the rows staged so far. */
export const runIntake = (worker: URL, task: WorkerTask, onProgress: (rows: number) => void = () => {}): Promise<IntakeAnswer> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: task });
    thread.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress(message.rows);
      else resolve(message);
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the intake worker ended without an answer (${code})`)));
  });
