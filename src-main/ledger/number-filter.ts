// Says of most numbers that they certainly were never added, so that only the others are looked up.

export type NumberFilter = {
  readonly add: (phone: number) => void;
  /** False: it was never added. True: it probably was; with ten million added, one of fifteen others looks so too. */
  readonly mayHave: (phone: number) => boolean;
};

/** At most 2^26 bits, two for each number: 8 megabytes (Bloom 1970). */
const mostBits = 2 ** 26;
const fewestBits = 2 ** 20;
/** Of so many bits a number one of fifty others looks as if it had been added. */
const bitsANumber = 14;

/** `expected`: about how many numbers will be added. */
export const createNumberFilter = (expected: number): NumberFilter => {
  const bits = Math.min(mostBits, Math.max(fewestBits, 2 ** Math.ceil(Math.log2(Math.max(1, expected) * bitsANumber))));
  const shift = 32 - Math.log2(bits);
  const words = new Uint32Array(bits / 32);
  const has = (bit: number): boolean => (words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  const set = (bit: number): void => { words[bit >>> 5]! |= 1 << (bit & 31); };
  const firstBit = (phone: number): number => (mix(phone, 0xc2b2_ae35) >>> shift);
  const secondBit = (phone: number): number => (mix(phone, 0x85eb_ca6b) >>> shift);
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
