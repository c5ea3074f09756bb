// SHA-256 (FIPS 180-4) for very many short texts: one hasher takes them all, and nothing is made anew for each.

export type Sha256 = {
  readonly update: (bytes: Uint8Array) => void;
  /** The sum of what came since the last one. */
  readonly digest: () => Uint8Array<ArrayBuffer>;
};

export const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const hasher = createSha256();
  hasher.update(bytes);
  return hasher.digest();
};

export const createSha256 = (): Sha256 => {
  const state = Int32Array.from(initial);
  const words = new Int32Array(64);
  // Most texts pass through it whole, with what SHA-256 puts behind them.
  const room = new Uint8Array(4096);
  let held = 0;
  let length = 0;
  return {
    update: (bytes) => {
      length += bytes.length;
      let at = 0;
      while (bytes.length - at >= room.length - held) {
        room.set(bytes.subarray(at, at + room.length - held), held);
        at += room.length - held;
        compress(state, words, room, room.length);
        held = 0;
      }
      room.set(at === 0 ? bytes : bytes.subarray(at), held);
      held += bytes.length - at;
    },
    digest: () => {
      // At least one byte is free, for a full room is emptied at once; the length may need one block more.
      const end = (held + 9 + 63) & ~63;
      room[held] = 0x80;
      room.fill(0, held + 1, Math.min(end, room.length));
      if (end > room.length) {
        compress(state, words, room, room.length);
        room.fill(0, 0, 64);
      }
      const last = end > room.length ? 64 : end;
      // The length in bits, as 64 of them; more than 2^53 bytes cannot come.
      writeWord(room, last - 8, Math.floor(length / 0x2000_0000));
      writeWord(room, last - 4, length << 3);
      compress(state, words, room, last);
      const sum = new Uint8Array(32);
      for (let i = 0; i < 8; i += 1) writeWord(sum, i * 4, state[i]!);
      state.set(initial);
      held = 0;
      length = 0;
      return sum;
    },
  };
};

const writeWord = (to: Uint8Array, at: number, word: number): void => {
  to[at] = word >>> 24;
  to[at + 1] = word >>> 16;
  to[at + 2] = word >>> 8;
  to[at + 3] = word;
};

/** FIPS 180-4 section 6.2.2 for each 64 of the first `end` bytes. The rotations stand where they are used: calls would cost more than all the rest. */
const compress = (state: Int32Array, w: Int32Array, bytes: Uint8Array, end: number): void => {
  for (let at = 0; at < end; at += 64) {
    for (let t = 0, i = at; t < 16; t += 1, i += 4) w[t] = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!;
    for (let t = 16; t < 64; t += 1) {
      const x = w[t - 15]!;
      const y = w[t - 2]!;
      w[t] = (w[t - 16]! + w[t - 7]! + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!, e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
    for (let t = 0; t < 64; t += 1) {
      const one = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + (g ^ (e & (f ^ g))) + rounds[t]! + w[t]!) | 0;
      const two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) | (c & (a | b)))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    state[0] = state[0]! + a;
    state[1] = state[1]! + b;
    state[2] = state[2]! + c;
    state[3] = state[3]! + d;
    state[4] = state[4]! + e;
    state[5] = state[5]! + f;
    state[6] = state[6]! + g;
    state[7] = state[7]! + h;
  }
};

/** The first 32 bits of the fractional parts of the square (section 5.3.3) or cube (section 4.2.2) roots of the first primes. */
const initial: readonly number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const rounds = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
