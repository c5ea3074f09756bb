// How long a destination took to answer, as a histogram on a log scale: small however many requests there were, and true to 9 %.
import type { Database } from 'better-sqlite3';
import type { LatencyView } from '../../../src-shared/contract/destinations.ts';

export type LatencyRepository = {
  /** One answer after `millis`. */
  readonly add: (destinationId: number, millis: number) => void;
  readonly view: (destinationId: number) => LatencyView | null;
};

/** Eight buckets to a doubling: a bucket's upper end is at most 2^(1/8), 9 %, above any of its answers. */
const bucketsToDoubling = 8;

export const createLatencyRepository = (db: Database): LatencyRepository => {
  const add = db.prepare('INSERT INTO latency (destination_id, bucket, requests) VALUES (?, ?, 1) ON CONFLICT (destination_id, bucket) DO UPDATE SET requests = requests + 1');
  const all = db.prepare<[number], Bucket>('SELECT bucket, requests FROM latency WHERE destination_id = ? ORDER BY bucket');
  return {
    add: (destinationId, millis) => { add.run(destinationId, Math.ceil(Math.log2(Math.max(1, millis)) * bucketsToDoubling - 1e-9)); },
    view: (destinationId) => {
      const buckets = all.all(destinationId);
      const requests = buckets.reduce((sum, bucket) => sum + bucket.requests, 0);
      return requests === 0 ? null : { requests, p50: percentile(buckets, requests * 0.5), p95: percentile(buckets, requests * 0.95), p99: percentile(buckets, requests * 0.99) };
    },
  };
};

type Bucket = { readonly bucket: number; readonly requests: number };

/** The upper end of the bucket that holds the answer at `rank` (nearest rank), in whole ms. */
const percentile = (buckets: readonly Bucket[], rank: number): number => {
  let passed = 0;
  for (const { bucket, requests } of buckets) {
    passed += requests;
    if (passed >= rank) return Math.round(2 ** (bucket / bucketsToDoubling));
  }
  throw new Error('a rank lies within its histogram');
};
