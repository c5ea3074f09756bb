// The one place that says which files an exported bundle may have, what each holds, and which version of that this program knows.

/*
A bundle is one plain ZIP (stored, fixed times: zip-format.ts), the same bytes for the same input. Text is UTF-8 with line feeds
(report.csv: CRLF). "Note" is a C2SP signed note, "b64" standard base64, "b64u" base64url without padding; hashes are 32 bytes.

L0  certificate of one number: the leaves about it, each with its proof, and its entry in the subject index
L1  the whole log, redacted: every leaf, no opening
L2  L1 with the openings, for eyes under a protective order

All levels
  bundle.json                 first member; canonical JSON {"app","at","format":"dncdesk-audit","level","log","size","v"} + LF.
                              at: ISO 8601 UTC. v above `bundleVersion`: made by a newer program; say so and judge nothing else.
  START-HERE.txt              what this is, fingerprint, commands, limits
  CERTIFICATION-FRE-902.txt   form of certification, hashes filled in
  report.html                 optional; the readable page with its data inside
  report.csv                  for reading only
  checkpoint.txt              note over `size` leaves; may carry cosignature lines, and two lines of the log at a key's rotation
  checkpoint.body .sig        its three lines; the raw 64-byte Ed25519 signature of them by the current key
  keys/allowed_signers        one line: <origin> namespaces="dncdesk-export" ssh-ed25519 <b64>
  keys/log-key.ssh.pub  keys/log.vkey  keys/log-key.pub.pem     the current key in three forms
  keys/history.json           canonical JSON array + LF, oldest key first:
                              {"end","endSeq","fingerprint","how","seq","vkey"}; seq: the leaf that brought it (how: key.add, key.rotate);
                              end: null, "rotated", "replaced" (a new key after a loss) or "revoked", endSeq: the leaf that ended it or null
  keys/rotation-<size>.txt    for each rotation: the note over the first <size> leaves after it, signed by both keys
  keys/revoked.krl            where a key was revoked: all such keys as OpenSSH's revocation list (explicit keys; version: their count, date 0, comment: log)
  keys/cosigners.txt          optional; verifier keys (type 0x04) of those who cosigned, one a line
  previous/checkpoint-<old>.txt + consistency/<old>-<new>.txt   optional pairs, one for each earlier note: "old <n>" LF, b64 hashes one a line,
                              LF, checkpoint.txt as it is (the body of tlog-witness add-checkpoint)
  anchors/<size>.body         three lines of a checkpoint that was anchored
  anchors/<size>.tsq .tsr     optional RFC 3161 query and reply over <size>.body
  anchors/<size>.note         optional: the note with its cosignature lines (keys in keys/cosigners.txt)
  anchors/tsa-chain.pem       optional certificates of the timestamp authority
  SHA256SUMS, SHA256SUMS.sig  last two members; sums of all others in their order (sha256sum -c), SSHSIG in namespace dncdesk-export

L1, L2
  leaves.ndjson               each leaf's exact bytes + LF, in order
L2
  openings.ndjson             each opening's exact bytes + LF, by (seq, kind); leaf.open[kind] = b64u SHA-256 of the bytes.
                              What was erased is missing, and is counted as such.
  rows/<seq>.ndjson           optional: all rows of leaf <seq>'s sub-tree (leaf.body.root, b64u): each row's opening + LF, in order; in the place of a
                              row that was erased {"erased","i","kind":"row","log"}, erased: b64u SHA-256(0x00 ‖ opening). The leaf's rows opening is
                              erased with it. A delete.done leaf (act erase) names both: {"details","kept","request","rows","seeds","subjects"}, seqs of
                              openings of kinds detail, rows (seeds) and subject, and [seq, i] of rows
L0
  proofs/<seq>.tlog-proof     C2SP tlog-proof: "c2sp.org/tlog-proof@v1", "index <seq>", b64 hashes, empty line, checkpoint.txt as it is
  proofs/<seq>.leaf.json      the leaf's exact bytes, no line end
  proofs/<seq>.subject.json   optional: the subject opening's exact bytes {"kind":"subject","log","phone","salt","seq"}
  proofs/<seq>.detail.json    optional: the detail opening's exact bytes
  rows/<seq>-<i>.row.json     a row's opening, exact bytes {"i","kind":"row","log","row":{…,"phone"},"salt"}
  rows/<seq>-<i>.row-proof    its path to the sub-root in leaf <seq> (path file, below); the sub-tree's leaf is SHA-256(0x00 ‖ row.json)
  index/entry.json            canonical {"chain","label","n"}: label b64u, chain: hex SHA-256 over the 32-byte leaf hashes of the number's records in
                              order (a leaf that holds k rows of the number counts k times), n: their count
  index/records.json          canonical array + LF, one element a record in order: {"i","seq","shown"}; shown: "subject", "row" (row i of leaf seq's
                              sub-tree), or what is counted and not opened: "erased", "names-others" (a line that holds other numbers too); i null but for rows
  index/proof.txt             its path to the index root (path file); the tree's leaf is SHA-256(0x00 ‖ entry.json)
  Leaves 0 and 1, all key leaves and the index.root leaf have proofs too; the index.root leaf's body is {"entries","leaves","root"}
  (root b64u; leaves: how many the index covers, its own seq). All other proved leaves hold the records.

Path file: "dncdesk row-proof v1" or "dncdesk index-proof v1", "leaf <seq>", "index <i>", "size <n>", b64 hashes lowest first, empty line,
"root <b64>"; every line ended by LF. Verified as RFC 9162 2.1.3.2 says.
*/

export const bundleFormat = 'dncdesk-audit';
export const bundleVersion = 1;
export type BundleLevel = 'L0' | 'L1' | 'L2';

/** The first member, read before anything else is judged. */
export const bundleFactsName = 'bundle.json';

/** In the order they are written; the two sums come last. */
export const commonMembers = [
  bundleFactsName, 'START-HERE.txt', 'CERTIFICATION-FRE-902.txt', 'checkpoint.txt', 'checkpoint.body', 'checkpoint.sig', 'keys/allowed_signers', 'keys/log-key.ssh.pub',
  'keys/log.vkey', 'keys/log-key.pub.pem', 'keys/history.json', 'report.csv', 'SHA256SUMS', 'SHA256SUMS.sig',
] as const;

const levelMembers: Readonly<Record<BundleLevel, readonly string[]>> = {
  L0: ['index/entry.json', 'index/proof.txt', 'index/records.json', 'proofs/0.leaf.json', 'proofs/0.tlog-proof', 'proofs/1.leaf.json', 'proofs/1.tlog-proof'],
  L1: ['leaves.ndjson'],
  L2: ['leaves.ndjson', 'openings.ndjson'],
};

const number = '(?:0|[1-9]\\d{0,15})';
const optionalForms: readonly RegExp[] = [
  /^report\.html$/, /^keys\/cosigners\.txt$/, /^keys\/revoked\.krl$/, new RegExp(`^keys/rotation-${number}\\.txt$`), /^anchors\/tsa-chain\.pem$/, new RegExp(`^anchors/${number}\\.(?:body|tsq|tsr|note)$`),
  new RegExp(`^previous/checkpoint-${number}\\.txt$`), new RegExp(`^consistency/${number}-${number}\\.txt$`),
];
const levelForms: Readonly<Record<BundleLevel, readonly RegExp[]>> = {
  L0: [new RegExp(`^proofs/${number}\\.(?:tlog-proof|leaf\\.json|subject\\.json|detail\\.json)$`), new RegExp(`^rows/${number}-${number}\\.(?:row\\.json|row-proof)$`)],
  L1: [],
  L2: [new RegExp(`^rows/${number}\\.ndjson$`)],
};

export const requiredMembers = (level: BundleLevel): readonly string[] => [...commonMembers, ...levelMembers[level]];

/** Files that have a place in a bundle of this level, alone: pairs that belong together are checked where they are read. */
export const hasPlace = (level: BundleLevel, name: string): boolean =>
  requiredMembers(level).includes(name) || [...optionalForms, ...levelForms[level]].some((form) => form.test(name));

/** Members as long as the log or a list is; every other one is held in memory and must be short. */
export const isLongMember = (name: string): boolean => /^(?:report\.(?:csv|html)|leaves\.ndjson|openings\.ndjson|rows\/\d+\.ndjson)$/.test(name);
export const maxShortBytes = 256 * 1024;

export const rowProofHead = 'dncdesk row-proof v1';
export const indexProofHead = 'dncdesk index-proof v1';
export const tlogProofHead = 'c2sp.org/tlog-proof@v1';
