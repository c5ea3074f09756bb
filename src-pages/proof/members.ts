// Which files an export of each level has; a file with no place in this list is named, not passed over.

export type Level = 'L0' | 'L1' | 'L2';

const common = [
  'bundle.json', 'START-HERE.txt', 'CERTIFICATION-FRE-902.txt', 'checkpoint.txt', 'checkpoint.body', 'checkpoint.sig', 'keys/allowed_signers', 'keys/log-key.ssh.pub',
  'keys/log.vkey', 'keys/log-key.pub.pem', 'keys/history.json', 'report.csv', 'SHA256SUMS', 'SHA256SUMS.sig',
];
const required: Readonly<Record<Level, readonly string[]>> = {
  L0: [...common, 'index/entry.json', 'index/proof.txt', 'index/records.json', 'proofs/0.leaf.json', 'proofs/0.tlog-proof', 'proofs/1.leaf.json', 'proofs/1.tlog-proof'],
  L1: [...common, 'leaves.ndjson'],
  L2: [...common, 'leaves.ndjson', 'openings.ndjson'],
};
const optional = /^(?:report\.html|keys\/cosigners\.txt|keys\/revoked\.krl|keys\/rotation-\d{1,16}\.txt|anchors\/tsa-chain\.pem|anchors\/\d{1,16}\.(?:body|tsq|tsr|note)|previous\/checkpoint-\d{1,16}\.txt|consistency\/\d{1,16}-\d{1,16}\.txt)$/u;
const ofLevel: Readonly<Record<Level, RegExp>> = {
  L0: /^(?:proofs\/\d{1,16}\.(?:tlog-proof|leaf\.json|subject\.json|detail\.json)|rows\/\d{1,16}-\d{1,16}\.(?:row\.json|row-proof))$/u,
  L1: /^$/u,
  L2: /^rows\/\d{1,16}\.ndjson$/u,
};

/** What nothing can be judged without. */
export const basicMembers = ['SHA256SUMS', 'SHA256SUMS.sig', 'keys/allowed_signers'];

export const missingMembers = (level: Level, names: readonly string[]): readonly string[] => required[level].filter((name) => !names.includes(name));

export const strangeMembers = (level: Level, names: readonly string[]): readonly string[] =>
  names.filter((name) => !required[level].includes(name) && !optional.test(name) && !ofLevel[level].test(name));

/** A file this long is no checkpoint, key or proof, and is not held in memory. */
export const maxShortBytes = 256 * 1024;
export const isLong = (name: string): boolean => /^(?:report\.(?:csv|html)|leaves\.ndjson|openings\.ndjson|rows\/\d+\.ndjson)$/u.test(name);

/** The numbers in names like `anchors/<n>.body`, in rising order. */
export const numbersIn = (names: readonly string[], form: RegExp): readonly number[] =>
  names.flatMap((name) => form.exec(name)?.slice(1).find((group) => group !== undefined) ?? []).map(Number).sort((a, b) => a - b);
