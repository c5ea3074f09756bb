// Erasure: the wish is sealed, what can still be read of the number is taken away, what was taken is sealed, and the files are looked through for it.
import type { ErasedView, ErasureView } from '../../src-shared/contract/erasure.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { ErasureWaits, LedgerFailure, NotFound, NumberNotValid, ReasonRequired, SecretFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { rest } from '../sealed-log/bundle-members.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import { subjectLabel } from '../sealed-log/subject-index.ts';
import { areaCodesToday } from './area-codes-today.ts';
import { findInFile } from './find-in-file.ts';
import type { Handlers } from './handlers.ts';
import { basisOf, planErasure, type ErasurePlan } from './plan-erasure.ts';
import type { PushContext } from './push-context.ts';
import { atOnce, inSteps, labelRecords } from './subject-index.ts';
import { findPepper } from './subject-pepper.ts';
import type { RowsBroken } from './subject-records.ts';

type Who = { readonly phone: string; readonly region: string };
type Named = { readonly phone: string; readonly label: Buffer; readonly pepper: Buffer };

/** How often others may write of the number while its erasure is prepared before they have to wait for it. */
const triesBeside = 3;
/** A leaf has room for some ten thousand places; more are told by another. */
const placesInLeaf = 3000;

export const erasureCommands = ({ ledger, needs, keychain, hint }: Pick<PushContext, 'ledger' | 'needs' | 'keychain' | 'hint'>): Handlers<'log.erasure' | 'log.erase'> => {
  const { log, erasure, subjectLeaves } = ledger;

  const nameOf = async ({ phone: typed, region }: Who): Promise<Result<Named, NumberNotValid | NotFound | SecretFailure>> => {
    const read = readTypedPhone(typed, region, false, areaCodesToday(ledger, needs.clock));
    if (!read.ok) return read;
    const { phone } = read.value;
    const store = await keychain();
    if (!store.ok) return store;
    const pepper = await findPepper(store.value, log.origin() ?? '', needs.ids);
    if (!pepper.ok) return pepper;
    await inSteps(labelRecords(ledger, pepper.value, log.size()), rest);
    const label = subjectLabel(pepper.value, phone);
    return subjectLeaves.of(label).length === 0 ? fail({ type: 'NotFound', what: 'record in the log of', id: phone }) : ok({ phone, label, pepper: pepper.value });
  };
  const leavesOf = (label: Buffer): readonly number[] => subjectLeaves.of(label).map(({ seq }) => seq);
  const broken = ({ seq }: RowsBroken) => fail({ type: 'LedgerBroken', path: ledger.path, why: `the rows kept for leaf ${seq} are not those that were sealed` } as const);

  const look = async (who: Who): Promise<Result<ErasureView, NumberNotValid | NotFound | SecretFailure | LedgerFailure>> => {
    const named = await nameOf(who);
    if (!named.ok) return named;
    const { phone, label } = named.value;
    const plan = await inSteps(planErasure(ledger, phone, leavesOf(label), false), rest);
    if ('seq' in plan) return broken(plan);
    return ok({
      phone, records: subjectLeaves.of(label).reduce((sum, { records }) => sum + records, 0), open: plan.subjects.length + countRows(plan),
      shared: plan.rows.reduce((sum, { shared }) => sum + shared, 0), lines: plan.lines.length,
      keeps: erasure.keeps(phone), lists: erasure.lists(phone), waits: erasure.waits(phone), exports: erasure.exportsMade(),
    });
  };

  type Done = { readonly seq: number; readonly plan: ErasurePlan; readonly view: Omit<ErasedView, 'gone'>; readonly salts: readonly string[] };

  /** In one transaction: all of it or none. Null if something was written of the number since the plan was made. */
  const carryOut = ({ phone, label, pepper }: Named, request: number, plan: ErasurePlan): Result<Done, ErasureWaits> | null =>
    ledger.transact(() => {
      atOnce(labelRecords(ledger, pepper, log.size()));
      const waits = erasure.waits(phone);
      if (waits.length > 0) return fail({ type: 'ErasureWaits', waits });
      if (basisOf(ledger, phone, leavesOf(label)) !== plan.basis) return null;
      const keeps = erasure.keeps(phone);
      const openings = [...plan.subjects.map((seq) => ({ seq, kind: 'subject' as const })), ...plan.details.map((seq) => ({ seq, kind: 'detail' as const }))];
      const salts = openings.map(({ seq, kind }) => (JSON.parse(log.opening(seq, kind) ?? '{}') as { readonly salt?: string }).salt ?? ''); // our own canonical JSON
      for (const { seq, kind } of openings) erasure.dropOpening(seq, kind);
      for (const { seq, salted } of plan.rows) {
        if (salted !== null) erasure.putSalted(seq, salted);
        else {
          erasure.dropOpening(seq, 'rows');
          erasure.dropPacked(seq);
        }
      }
      erasure.blank(plan.lines, phone);
      if (keeps.length === 0) erasure.forget(phone);
      const seqs = bodiesOf(request, plan, keeps.length > 0).map((body) => log.append({ kind: 'delete.done', body }));
      const seq = seqs[0] ?? 0;
      // They are about the number too, and only the label says so.
      subjectLeaves.put(seqs.map((each) => ({ label, seq: each, records: 1 })), { nextSeq: log.size(), nextRow: 0 });
      return ok({ seq, plan, salts, view: { phone, seq, openings: openings.length, rows: countRows(plan), lines: plan.lines.length, keeps } });
    });

  /** Nothing is said to be gone that was not looked for. A file of the ledger may keep a copy of what moved within it: then it is written anew. */
  const isGone = async (texts: readonly string[]): Promise<boolean> => {
    if (ledger.path === ':memory:') return true;
    for (const whole of [false, true]) {
      if (!ledger.flush(whole)) continue;
      const found = await Promise.all([ledger.path, `${ledger.path}-wal`].map(async (path) => findInFile(path, texts)));
      if (!found.includes(true)) return true;
    }
    return false;
  };

  const erase = async ({ because, ...who }: Who & { readonly because: string }): Promise<Result<ErasedView, NumberNotValid | NotFound | ReasonRequired | ErasureWaits | SecretFailure | LedgerFailure>> => {
    if (because === '') return fail({ type: 'ReasonRequired' });
    const named = await nameOf(who);
    if (!named.ok) return named;
    const { phone, label } = named.value;
    const waits = erasure.waits(phone);
    if (waits.length > 0) return fail({ type: 'ErasureWaits', waits });
    const request = ledger.transact(() => log.append({ kind: 'delete.request', body: { act: 'erase' }, open: { subject: { phone }, detail: { because: because.toWellFormed() } } }));
    let done: Result<Done, ErasureWaits> | null = null;
    for (let i = 0; i < triesBeside && done === null; i += 1) {
      await inSteps(labelRecords(ledger, named.value.pepper, log.size()), rest);
      const plan = await inSteps(planErasure(ledger, phone, leavesOf(label), true), rest);
      if ('seq' in plan) return broken(plan);
      done = carryOut(named.value, request, plan);
    }
    if (done === null) return fail({ type: 'ErasureWaits', waits: ['import'] });
    if (!done.ok) return done;
    hint({ type: 'ledger.changed' });
    const { view, salts } = done.value;
    return ok({ ...view, gone: await isGone(view.keeps.length === 0 ? [...salts, phone] : salts) });
  };

  return { 'log.erasure': look, 'log.erase': erase };
};

const countRows = ({ rows }: ErasurePlan): number => rows.reduce((sum, { places }) => sum + places.length, 0);

/** What was erased, by place and kind and never by content. `seeds`: lists whose rows each have their own salt now. */
const bodiesOf = (request: number, { subjects, details, rows }: ErasurePlan, kept: boolean): readonly JsonObject[] => {
  const places = rows.flatMap(({ seq, places: erased }) => erased.map((i) => [seq, i]));
  const seeds = rows.filter(({ salted }) => salted === null).map(({ seq }) => seq);
  const leaves = Math.max(1, Math.ceil(Math.max(subjects.length, details.length, places.length, seeds.length) / placesInLeaf));
  return Array.from({ length: leaves }, (_, n) => {
    const cut = <T>(all: readonly T[]): readonly T[] => all.slice(n * placesInLeaf, (n + 1) * placesInLeaf);
    return { act: 'erase', details: cut(details), kept, request, rows: cut(places), seeds: cut(seeds), subjects: cut(subjects) };
  });
};
