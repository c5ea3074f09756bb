// One way to push, alone in its process: through the core with ledger and seal, or a plain loop of fetch; prints what it measured as JSON.
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { createConnectors } from '../../src-main/vendors/registry.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import type { RunView } from '../../src-shared/contract/runs.ts';
import { createTestCore, valueOf } from '../helpers/create-test-core.ts';
import { createGauge, readMemory, type Memory } from './push-gauge.ts';
import { peakMegabytes } from './peak-memory.ts';

export type PushTask = {
  readonly way: 'ours' | 'plain'; readonly dialect: Dialect; readonly list: string; readonly batchSize: number;
  readonly baseUrl: string; readonly credentials: Readonly<Record<string, string>>;
  /** Stops there and goes on after a restart; null: pushes all. */
  readonly restartAt: number | null;
  /** Leaves after so long, whatever is left. */
  readonly forMs: number | null;
  /** Our own pacing under the vendor's published ceiling is left out. */
  readonly unlimited: boolean;
};

const withoutRates = (): ReturnType<typeof createConnectors> => {
  const connectors = createConnectors();
  const live = connectors['genesys-dnclists'];
  return { ...connectors, 'genesys-dnclists': { ...live, facts: { ...live.facts, rate: null } } };
};

const ours = async ({ dialect, list, batchSize, baseUrl, credentials, restartAt, forMs, unlimited }: PushTask) => {
  const answer = async (): Promise<Result<{ readonly baseUrl: string; readonly credentials: Readonly<Record<string, string>> }, never>> => ok({ baseUrl, credentials });
  let desk = await createTestCore({
    practiceCooldownMs: forMs === null ? coolingMs : 3_600_000,
    needs: { practice: { open: answer }, connectors: unlimited ? withoutRates() : createConnectors(), intakeWorker: new URL('./intake-worker.js', import.meta.url) },
  });
  const call: typeof desk.client.call = (name, input) => desk.client.call(name, input);
  const { numbers: imported } = valueOf(await call('import.store', { ticket: desk.admit(list) }));
  valueOf(await call('code-map.save', { lines: ['FED', 'STATE', 'INT', 'TCPA'].map((code) => ({ code, dncType: 'CORPORATE' as const, jurisdiction: null, reason: 'Asked us' })) }));
  const { destinationId, name, settings } = valueOf(await call('practice.create', { dialect }));
  valueOf(await call('destination.update', { destinationId, name, settings: { ...settings, batchSize: String(batchSize) }, countries: [], lateExpiry: 'permanent', shared: false }));

  const memory: Memory[] = [];
  const watch = async (runId: number, until: (run: RunView) => boolean): Promise<RunView> => {
    for (;;) {
      const run = valueOf(await call('run.get', { runId }));
      const share = shares[memory.length];
      if (run.state !== 'cutting' && share !== undefined && run.accepted >= run.numbers * share) memory.push(readMemory());
      if (until(run)) return run;
      if (!run.working) throw new Error(`it rests: ${run.trouble}; ${desk.defects.join('\n')}`);
      await setTimeout(100);
    }
  };
  const gauge = createGauge();
  gauge.begin('planned');
  const began = performance.now();
  const { runId } = valueOf(await call('run.start', { destinationId }));
  const planned = performance.now();
  gauge.begin('cut');
  await watch(runId, ({ state }) => state !== 'cutting');
  const cut = performance.now();
  gauge.begin('sent');
  const end = forMs === null ? Number.POSITIVE_INFINITY : Date.now() + forMs;
  const isOver = ({ state }: RunView): boolean => state === 'cooling' || state === 'verifying' || state === 'ended' || Date.now() > end;
  let resumeMs: number | null = null;
  if (restartAt !== null) {
    await watch(runId, (run) => run.accepted >= restartAt || isOver(run));
    gauge.begin('closed and opened');
    desk = await desk.reopen();
    const before = valueOf(await call('run.get', { runId })).accepted;
    gauge.begin('resumed');
    const resumed = performance.now();
    valueOf(await call('run.resume', { runId }));
    for (;;) {
      const { accepted, state } = valueOf(await call('run.get', { runId }));
      if (accepted > before || state === 'cooling') break;
      await setTimeout(2);
    }
    resumeMs = performance.now() - resumed;
    gauge.begin('sent, the rest');
  }
  const run = await watch(runId, isOver);
  const done = performance.now();
  let readBack: Memory | null = null;
  if (forMs === null) {
    gauge.begin('read back and compared');
    await watch(runId, ({ state }) => state === 'ended');
    readBack = readMemory();
    valueOf(await call('destination.get', { destinationId }));
  }
  const phases = gauge.end();
  const { latency } = run;
  if (run.state === 'running') valueOf(await call('run.stop', { runId }));
  const { state: endState } = valueOf(await call('destination.get', { destinationId }));
  const leaves = valueOf(await call('log.status', {})).leaves;
  await desk.close();
  return {
    imported, numbers: run.numbers, accepted: run.accepted, state: endState, planMs: planned - began, cutMs: cut - planned, pushMs: done - cut, resumeMs, leaves, latency,
    phases, memory, readBack, peak: peakMegabytes(),
  };
};

/** How much of the run is sent when its memory is looked at. */
const shares = [0.1, 0.5, 1] as const;
/** Long enough to be seen, and no part of what is measured. */
const coolingMs = 1000;

/** Four loops of fetch over the same batches, every answer read, nothing written down. */
const plain = async ({ batchSize, baseUrl, credentials }: PushTask, count: number) => {
  const token = await sign(baseUrl, credentials);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  const made = await fetch(`${baseUrl}/api/v2/outbound/dnclists`, { method: 'POST', headers, body: JSON.stringify({ name: `plain ${Date.now()}`, dncSourceType: 'rds', contactMethod: 'Phone' }) });
  const { id } = await made.json() as { readonly id: string };
  const began = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const from = next;
      next += batchSize;
      const numbers = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => `+1${2_000_000_000 + from + i}`);
      const reply = await fetch(`${baseUrl}/api/v2/outbound/dnclists/${id}/phonenumbers`, { method: 'POST', headers, body: JSON.stringify(numbers) });
      await reply.text();
      if (!reply.ok) throw new Error(`answered ${reply.status}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return { pushMs: performance.now() - began, numbers: count };
};

const sign = async (baseUrl: string, { clientId = '', clientSecret = '' }: Readonly<Record<string, string>>): Promise<string> => {
  const reply = await fetch(`${baseUrl}/oauth/token`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials',
  });
  return ((await reply.json()) as { readonly access_token: string }).access_token;
};

process.once('message', (task: PushTask & { readonly count: number }) => {
  (task.way === 'ours' ? ours(task) : plain(task, task.count)).then(
    (found) => { process.send?.(found, () => process.exit(0)); },
    (thrown: unknown) => {
      process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
      process.exit(1);
    });
});
