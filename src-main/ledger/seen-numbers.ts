// Which numbers an import has brought so far, exactly and in little memory, so that asking costs no query and the ledger takes them in order.
import { createNumberSorter } from './sort-by-number.ts';

export type SeenNumbers = {
  /** The entry that brought this number under this claim; null: none has, and from now on `entryId` has. */
  readonly meet: (phone: number, claimId: number, entryId: number) => number | null;
  /** Time to settle: more would cost more memory than is worth it. */
  readonly isFull: () => boolean;
  /** Everything met, in the order of the numbers; nothing is remembered after it. The arrays are good until the next number is met. */
  readonly drain: () => SettledNumbers;
};

/** `order`: positions in the three arrays. */
export type SettledNumbers = { readonly order: Uint32Array; readonly phones: Float64Array; readonly claims: Uint32Array; readonly entries: Float64Array };

/** What is settled at once: little at first, so that little is left at the end; more in a long list, whose every heap touches nearly all of the index. */
const firstHeap = 2 ** 18;
const laterHeap = 2 ** 19;
const firstHeaps = 4;
/** A heap is full so much before its room is: the batch that fills it still finds some. */
const spare = 2 ** 14;
/** A small list needs little; a large one grows to its full room in a few steps. */
const firstRoom = 2 ** 14;
const growth = 4;

export const createSeenNumbers = (): SeenNumbers => {
  let table = createTable(firstRoom);
  const sort = createNumberSorter();
  let drained = 0;
  const heap = (): number => (drained < firstHeaps ? firstHeap : laterHeap);
  const grow = (): void => {
    const old = table;
    table = createTable(old.phones.length * growth);
    for (let i = 0; i < old.count; i += 1) table.add(old.phones[i]!, old.claims[i]!, old.entries[i]!);
  };
  return {
    meet: (phone, claimId, entryId) => {
      if (table.count === table.phones.length) grow();
      return table.add(phone, claimId, entryId);
    },
    isFull: () => table.count >= heap() - spare,
    drain: () => {
      const { phones, claims, entries } = table;
      const order = sort(phones, table.count);
      const wasFull = table.count >= heap() - spare;
      drained += 1;
      if (wasFull && heap() > phones.length) table = createTable(heap());
      else table.clear();
      return { order, phones, claims, entries };
    },
  };
};

type Table = {
  count: number;
  readonly phones: Float64Array; readonly claims: Uint32Array; readonly entries: Float64Array;
  readonly add: (phone: number, claimId: number, entryId: number) => number | null;
  /** Leaves the arrays as they are. */
  readonly clear: () => void;
};

/** Open addressing over positions, half full at the most. */
const createTable = (room: number): Table => {
  const slots = new Uint32Array(room * 2);
  const mask = slots.length - 1;
  const phones = new Float64Array(room);
  const claims = new Uint32Array(room);
  const entries = new Float64Array(room);
  const table: Table = {
    count: 0, phones, claims, entries,
    add: (phone, claimId, entryId) => {
      let slot = scatter(phone, claimId) & mask;
      for (;;) {
        const taken = slots[slot]!;
        if (taken === 0) break;
        if (phones[taken - 1] === phone && claims[taken - 1] === claimId) return entries[taken - 1]!;
        slot = (slot + 1) & mask;
      }
      const at = table.count;
      phones[at] = phone;
      claims[at] = claimId;
      entries[at] = entryId;
      table.count = at + 1;
      slots[slot] = at + 1;
      return null;
    },
    clear: () => {
      slots.fill(0);
      table.count = 0;
    },
  };
  return table;
};

/** Numbers of one area differ in their last digits only: every bit must reach the lowest. */
const scatter = (phone: number, claimId: number): number => {
  const mixed = Math.imul((phone >>> 0) ^ Math.imul(Math.floor(phone / 4_294_967_296), 0x9e37_79b1) ^ Math.imul(claimId, 0x85eb_ca6b), 0xc2b2_ae35);
  const again = Math.imul(mixed ^ (mixed >>> 15), 0x27d4_eb2f);
  return again ^ (again >>> 13);
};
