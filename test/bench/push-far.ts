// The far side of the push's measurements, in a process of its own: a practice tenant that says where it is, and what it was asked.
import type { Rate } from '../../src-main/practice/practice.ts';
import { startPractice } from '../../src-main/practice/start-practice.ts';
import type { Dialect } from '../../src-shared/domain/dnc.ts';

const [dialect = '', rate = 'null'] = process.argv.slice(2);
const started = await startPractice(dialect as Dialect, { propagationMs: 0, rate: JSON.parse(rate) as Rate | null, listLimit: 100_000_000 });
if (!started.ok) throw new Error(JSON.stringify(started.failure));
const tenant = started.value;

/** Of the pushes: how many were taken, and when the refused ones came. */
const tell = (): unknown => {
  const pushes = tenant.requests().filter(({ kind }) => kind === 'push');
  return { taken: pushes.filter(({ status }) => status < 300).map(({ at }) => at), refused: pushes.filter(({ status }) => status === 429).map(({ at }) => at) };
};
process.on('message', () => { process.send?.(tell()); });
process.once('disconnect', () => { process.exit(0); });
process.send?.({ baseUrl: tenant.baseUrl, credentials: tenant.credentials });
