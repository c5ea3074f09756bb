// The index of whom leaves are about: brought up to date from openings and sealed rows, in short steps, so that a certificate can say "exactly these".
import { createHash } from 'node:crypto';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Labelled } from '../ledger/repositories/subject-leaves.ts';
import { phonesIn } from '../sealed-log/certificate-records.ts';
import { createSubjectIndex, createSubjectLabels, type SubjectIndex } from '../sealed-log/subject-index.ts';

/** The work goes on at each call of `next`; between two calls the ledger is free. */
export type Steps<T> = Generator<undefined, T, undefined>;

/**
 * Labels every record of the leaves below `size`, from where the last time ended; each step is one short transaction. What is counted: a
 * subject opening is a record, and each row under a leaf's root that names the number. What names nobody is no record: a repeat of a
 * request, a read-back of whole lists, an undo. Needed before anything is erased, since the label is all that stays then.
 */
export function* labelRecords(ledger: Ledger, pepper: Uint8Array, size: number): Steps<null> {
  const { subjectLeaves, sealedRows } = ledger;
  const labelOf = createSubjectLabels(pepper);
  let { nextSeq, nextRow } = ledger.transact(() => subjectLeaves.begin(pepperMark(pepper)));
  while (nextSeq < size) {
    const batch = createBatch(labelOf);
    for (const { seq, kind, bytes } of subjectLeaves.naming(nextSeq, size, leavesAtOnce)) {
      if (kind === 'subject') {
        if (nextRow === 0 || seq > nextSeq) batch.add(seq, phonesIn(JSON.parse(bytes)));
        [nextSeq, nextRow] = [seq + 1, 0];
        continue;
      }
      // A leaf with a subject of its own has no rows, so a place within rows is one within this leaf's.
      let from: number | null = seq === nextSeq ? nextRow : 0;
      while (from !== null && !batch.isFull()) {
        const page = sealedRows.page(seq, from);
        for (const row of page.rows) batch.add(seq, phonesInRow(row));
        from = page.next;
      }
      [nextSeq, nextRow] = from === null ? [seq + 1, 0] : [seq, from];
      if (batch.isFull()) break;
    }
    if (batch.isEmpty()) [nextSeq, nextRow] = subjectLeaves.naming(nextSeq, size, 1).length === 0 ? [size, 0] : [nextSeq, nextRow];
    ledger.transact(() => { subjectLeaves.put(batch.labelled(), { nextSeq, nextRow }); });
    yield;
  }
  return null;
}

/** The index over all labelled records, with the entry of `wanted`. 1,000,000 numbers take some seconds, in steps of some milliseconds. */
export function* indexRecords(ledger: Ledger, wanted: Uint8Array | null): Steps<SubjectIndex> {
  const index = createSubjectIndex(wanted);
  let [label, seq]: [Buffer, number] = [Buffer.alloc(0), -1];
  for (;;) {
    const page = ledger.subjectLeaves.after(label, seq, recordsAtOnce);
    for (const each of page) for (let i = 0; i < each.records; i += 1) index.add(each.label, each.hash);
    const last = page.at(-1);
    if (last === undefined) return index.end();
    [label, seq] = [last.label, last.seq];
    yield;
  }
}

/** Runs the steps with a pause after each, in which other work is done. */
export const inSteps = async <T>(steps: Steps<T>, rest: () => Promise<void>): Promise<T> => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await rest();
  }
};

/** All at once: inside a transaction nothing may come between. */
export const atOnce = <T>(steps: Steps<T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** The numbers a sealed row names; most rows hold none deeper than plain text tells. */
export const phonesInRow = (row: string): ReadonlySet<string> => (row.includes('"phone":"+') ? phonesIn(JSON.parse(row)) : noPhones);
const noPhones: ReadonlySet<string> = new Set();

const leavesAtOnce = 500;
const recordsAtOnce = 1000;
/** Some ten milliseconds of work. */
const labelsAtOnce = 1000;

const pepperMark = (pepper: Uint8Array): Buffer => createHash('sha256').update('dncdesk/pepper-mark/v1\n').update(pepper).digest();

const createBatch = (labelOf: (phone: string) => Buffer) => {
  const counts = new Map<number, Map<string, number>>();
  let records = 0;
  return {
    add: (seq: number, phones: ReadonlySet<string>): void => {
      for (const phone of phones) {
        let ofLeaf = counts.get(seq);
        if (ofLeaf === undefined) counts.set(seq, ofLeaf = new Map());
        ofLeaf.set(phone, (ofLeaf.get(phone) ?? 0) + 1);
        records += 1;
      }
    },
    isFull: () => records >= labelsAtOnce,
    isEmpty: () => records === 0,
    /** In the order of the labels: the table is entered from one end to the other. */
    labelled: (): readonly Labelled[] => {
      const made = [...counts].flatMap(([seq, phones]) => [...phones].map(([phone, many]) => ({ label: labelOf(phone), seq, records: many })));
      return made.sort((a, b) => Buffer.compare(a.label, b.label));
    },
  };
};
