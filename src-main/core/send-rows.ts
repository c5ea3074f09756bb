// The reading thread of an import: opens the file, reads its rows, and sends them on as fast as they are taken, never faster.
import type { MessagePort } from 'node:worker_threads';
import type { FileFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { openRows, type ReadTask } from './open-rows.ts';
import type { RowBatch, RowsEnd } from './row-batches.ts';
import type { OpenedRows } from './stage-file.ts';

export type RowsMessage =
  | { readonly type: 'opened'; readonly result: Result<Pick<OpenedRows, 'facts' | 'layout'>, FileFailure> }
  | { readonly type: 'batch'; readonly batch: RowBatch }
  | { readonly type: 'end'; readonly result: Result<RowsEnd, FileFailure> };

/** What the taker says: room for one more batch, or that it wants none. */
export type RowsDemand = 'more' | 'stop';

/** Returns when the file is at its end and closed, or the taker wants no more. */
export const sendRows = async (task: ReadTask, port: MessagePort): Promise<void> => {
  const demand = createDemand(port);
  try {
    const opened = await openRows(task);
    if (!opened.ok) return port.postMessage({ type: 'opened', result: opened } satisfies RowsMessage);
    const { facts, layout, batches } = opened.value;
    port.postMessage({ type: 'opened', result: ok({ facts, layout }) } satisfies RowsMessage);
    try {
      await sendBatches(batches, demand, port);
    } finally {
      await batches.return(ok({ lines: 0 }));
    }
  } finally {
    port.close();
  }
};

const sendBatches = async (batches: OpenedRows['batches'], demand: Demand, port: MessagePort): Promise<void> => {
  while (await demand.next() === 'more') {
    const next = await batches.next();
    if (next.done === true) return port.postMessage({ type: 'end', result: next.value } satisfies RowsMessage);
    const { hashes, staged: { lines, parts, phones, claimOf, placeOf } } = next.value;
    const given = [lines, parts, phones, claimOf, placeOf, hashes].map(({ buffer }) => buffer);
    port.postMessage({ type: 'batch', batch: next.value } satisfies RowsMessage, given);
  }
};

type Demand = { readonly next: () => Promise<RowsDemand> };

const createDemand = (port: MessagePort): Demand => {
  const heard: RowsDemand[] = [];
  let wake: ((demand: RowsDemand) => void) | null = null;
  port.on('message', (demand: RowsDemand) => {
    if (wake === null) heard.push(demand);
    else wake(demand);
    wake = null;
  });
  return {
    next: () => {
      const demand = heard.shift();
      return demand === undefined ? new Promise((resolve) => { wake = resolve; }) : Promise.resolve(demand);
    },
  };
};
