// A push under one fault by a process that is killed at random points: its books after every death, and the end its last life brings about.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FaultRule } from '../../src-main/practice/practice.ts';
import { startPractice } from '../../src-main/practice/start-practice.ts';
import type { DestinationState, Dialect } from '../../src-shared/domain/dnc.ts';
import { live, type Life } from '../main/runner/child-life.ts';
import type { ChildTask } from '../main/runner/kill-child.ts';
import { queryLedger } from '../helpers/look-in-ledger.ts';
import { checkActive, checkAlways, checkAtEnd, countThere, type Books, type Finding } from './books.ts';
import { canRemove, type TableFault } from './fault-list.ts';
import { valueOf } from './go-on.ts';
import { checkReleaseAtEnd, checkReleaseAtRest, releasedOf, type ReleaseBooks } from './release-books.ts';
import { rowsOf, wantedOf } from './run-cell.ts';
import type { Random } from '../helpers/seeded.ts';

const turns = 40;
/** Every request takes its time, so that blows fall while some are under way. */
const slowly = (on: 'push' | 'remove'): FaultRule => ({ on, fault: { kind: 'slow', ms: 40 } });
/** After which word of the child, and at most how many milliseconds later; most blows fall while it pushes and reads back. */
const blows = [['open', 120], ['imported', 60], ['mapped', 60], ['working', 60], ['working', 150], ['working', 250], ['working', 450], ['working', 450]] as const;
/** Of a life that takes numbers off, once all has been pushed and approved. */
const releaseBlows = [['open', 120], ['approved', 60], ['working', 60], ['working', 150], ['working', 250], ['working', 450]] as const;
/** Beyond a lease, so that the next life need not wait for the dead one's. */
const aheadMs = 16_000;

/** `midway`: kills that fell while requests were under way. */
export type Killed = { readonly kills: number; readonly midway: number; readonly findings: readonly Finding[] };

/** Fewer than `kills` where the push came to its end before. */
export const runKillCell = async (fault: TableFault, dialect: Dialect, { numbers, kills, random }: { readonly numbers: number; readonly kills: number; readonly random: Random }): Promise<Killed> => {
  // Nothing goes on there that could be struck.
  if (fault.releases === true && !canRemove(dialect)) return { kills: 0, midway: 0, findings: [] };
  const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-faults-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const file = join(folder, 'numbers.csv');
  const rows = rowsOf(numbers, Date.now());
  writeFileSync(file, `phone,code,expires\n${rows.map(({ phone, code = '', expires = '' }) => `${phone},${code},${expires}`).join('\n')}\n`);
  let skew = fault.skewMs ?? 0;
  const tenant = valueOf(await startPractice(dialect, { propagationMs: fault.propagationMs ?? 0, rate: null, now: () => Date.now() + skew }));
  const wanted = wantedOf(rows);
  const released = releasedOf(wanted);
  const isRelease = fault.releases === true;
  const books: ReleaseBooks = { query: (sql, ...values) => queryLedger(home, sql, ...values), tenant, dialect, fault, wanted, released, now: () => Date.now() + skew };
  const task = (life: number): ChildTask => ({ home, keychainFile: join(folder, 'keychain.json'), aheadMs: life * aheadMs, file, baseUrl: tenant.baseUrl, credentials: tenant.credentials, dialect, turns, ...isRelease ? { released: [...released] } : {} });
  const findings: Finding[] = [];
  const slow = slowly(isRelease ? 'remove' : 'push');
  const meetFault = async (life: Life): Promise<void> => {
    await life.said(isRelease ? 'approved' : 'mapped');
    tenant.setFaults([...fault.rules, slow]);
  };
  let midway = 0;
  let lives = 0;
  let killed = 0;
  try {
    while (killed < kills && lives < kills + 2) {
      const kinds = isRelease ? releaseBlows : blows;
      // The first life of a release brings about what the others take apart.
      const [word, most] = (lives === 0 && isRelease ? releaseBlows[3] : kinds[Math.floor(random() * kinds.length)]) ?? blows[0];
      const delay = random() * most;
      tenant.setFaults([slow]);
      const life = live(task(lives));
      lives += 1;
      // The fault meets pushes and read-backs; signing in for the lists' sake is not yet one.
      const faulty = meetFault(life);
      await life.said(word);
      await setTimeout(delay);
      const isKilled = life.child.kill('SIGKILL') && (await life.ended) === null;
      await faulty;
      if (isKilled) killed += 1;
      findings.push(...hear(life, books));
      if (life.words().includes('open')) {
        if (isKilled && books.query("SELECT id FROM batch WHERE state = 'sending'").length > 0) midway += 1;
        findings.push(...await (isRelease ? checkReleaseAtRest(books, { state: 'PUSHING', attention: null }) : checkAlways(books)));
      }
      if (!isKilled && lastState(life) === 'ACTIVE') break;
    }
    tenant.setFaults([]);
    if (fault.propagationMs !== undefined) {
      // What is pushed after the clock was put on would take as long again.
      const pushing = live(task(lives));
      lives += 1;
      await pushing.said('mapped');
      while (pushing.child.exitCode === null && countThere(books) < numbers) await setTimeout(20);
      pushing.child.kill('SIGKILL');
      await pushing.ended;
    }
    skew += 2 * (fault.propagationMs ?? 0);
    const last = live(task(lives));
    const code = await last.ended;
    if (code !== 0) findings.push({ verdict: 'broken', what: `the last life ended with ${code}` });
    findings.push(...complaintsOf(last));
    const done = /^done (.*)$/m.exec(last.words())?.[1];
    if (done === undefined) return { kills: killed, midway, findings: [...findings, { verdict: 'broken', what: 'the last life did not come to its end' }] };
    // The child's own words, written by kill-child.ts.
    const { left, log, ...end } = JSON.parse(done) as { readonly state: DestinationState; readonly attention: string | null; readonly left: number; readonly log: string };
    if (left > 0 && !isRelease) findings.push({ verdict: 'lost', what: `${left} numbers were never sent` });
    if (log !== 'valid') findings.push({ verdict: 'broken', what: `the log is ${log}` });
    return { kills: killed, midway, findings: [...findings, ...await (isRelease ? checkReleaseAtEnd : checkAtEnd)(books, end)] };
  } finally {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What a life said while the fault lasted. */
const hear = (life: Life, books: Books): readonly Finding[] => [...complaintsOf(life), ...lastState(life) === 'ACTIVE' && books.fault.releases !== true ? checkActive(books) : []];

const complaintsOf = (life: Life): readonly Finding[] => (life.complaints() === '' ? [] : [{ verdict: 'broken', what: life.complaints().slice(0, 600) }]);

const lastState = (life: Life): string => [...life.words().matchAll(/^turn (\S+)/gm)].at(-1)?.[1] ?? '';
