// Says of most numbers that they certainly were never added, so that only the others are looked up.

export type NumberFilter = {
  readonly add: (phone: number) => void;
  /** False: it was never added. True: it probably was; with ten million added, one of fifteen others looks so too. */
  readonly mayHave: (phone: number) => boolean;
};

/** 2^26 bits, two for each number: 8 megabytes (Bloom 1970). */
const bits = 2 ** 26;

export const createNumberFilter = (): NumberFilter => {
  const words = new Uint32Array(bits / 32);
  const has = (bit: number): boolean => (words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  const set = (bit: number): void => { words[bit >>> 5]! |= 1 << (bit & 31); };
  return {
    add: (phone) => {
      set(firstBit(phone));
      set(secondBit(phone));
    },
    mayHave: (phone) => has(firstBit(phone)) && has(secondBit(phone)),
  };
};

/** The low and the high half of a whole number, mixed until every digit reaches every bit. */
const mix = (phone: number, by: number): number => {
  const mixed = Math.imul((phone >>> 0) ^ Math.imul(Math.floor(phone / 4_294_967_296), 0x9e37_79b1), by);
  return Math.imul(mixed ^ (mixed >>> 15), 0x27d4_eb2f);
};
const firstBit = (phone: number): number => (mix(phone, 0xc2b2_ae35) >>> 6);
const secondBit = (phone: number): number => (mix(phone, 0x85eb_ca6b) >>> 6);
