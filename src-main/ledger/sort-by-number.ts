// The order of many numbers, by their value: a radix sort, since a comparison for each pair of a million would be half the work of storing them.

const digitBits = 13;
const buckets = 2 ** digitBits;
/** 4 digits of 13 bits hold every number of E.164: at most 15 decimal digits, below 2^50. */
const passes = 4;

/**
 * Positions of the first `count` whole numbers (0 to 2^52) in rising order; equal ones stay in their order. One order after another is
 * made in the same memory: it is good until the next is asked for.
 */
export const createNumberSorter = (): ((numbers: Float64Array, count: number) => Uint32Array) => {
  let room = { order: new Uint32Array(0), next: new Uint32Array(0) };
  const starts = new Uint32Array(buckets);
  return (numbers, count) => {
    if (room.order.length < count) room = { order: new Uint32Array(count), next: new Uint32Array(count) };
    return orderInto(room.order.subarray(0, count), room.next.subarray(0, count), starts, numbers, count);
  };
};

const orderInto = (first: Uint32Array, second: Uint32Array, starts: Uint32Array, numbers: Float64Array, count: number): Uint32Array => {
  let [order, next] = [first, second];
  for (let i = 0; i < count; i += 1) order[i] = i;
  let divisor = 1;
  for (let pass = 0; pass < passes; pass += 1) {
    starts.fill(0);
    for (let i = 0; i < count; i += 1) starts[digitOf(numbers[i], divisor)]! += 1;
    let sum = 0;
    for (let digit = 0; digit < buckets; digit += 1) {
      const many = starts[digit]!;
      starts[digit] = sum;
      sum += many;
    }
    for (let i = 0; i < count; i += 1) {
      const position = order[i]!;
      const digit = digitOf(numbers[position], divisor);
      next[starts[digit]!] = position;
      starts[digit]! += 1;
    }
    [order, next] = [next, order];
    divisor *= buckets;
  }
  return order;
};

const digitOf = (number: number | undefined, divisor: number): number => Math.floor((number ?? 0) / divisor) % buckets;
