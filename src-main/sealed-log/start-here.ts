// START-HERE.txt: what the export is, how to check it with programs nobody here wrote, and what it cannot show.
import type { BundleLevel } from './bundle-format.ts';

export type StartHereFacts = {
  readonly level: BundleLevel;
  readonly origin: string;
  readonly fingerprint: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly appVersion: string;
  /** The size of the earlier checkpoint this one continues, if there was one. */
  readonly earlier: number | null;
  /** Of which sizes stamps by an authority are in it. */
  readonly stamped: readonly number[];
  /** A key of this log was withdrawn: its file is in the bundle. */
  readonly hasRevoked: boolean;
  /** Level L2 only: so many lists have their rows left out. */
  readonly listsLeftOut?: number;
  /** Level L0 only: whose certificate it is. */
  readonly certificate: { readonly phone: string; readonly records: number; readonly indexSeq: number; readonly indexAt: string } | null;
  /** Names in the commands that show how one record is checked. */
  readonly example: { readonly leaf: number | null; readonly row: { readonly leaf: number; readonly i: number; readonly rows: number } | null; readonly entry: { readonly index: number; readonly entries: number } | null };
};

export const startHereText = (facts: StartHereFacts): string => {
  const { level, origin, fingerprint, size, root, at, appVersion, earlier } = facts;
  return `DNC Desk: sealed log, ${titles[level]}
${'='.repeat(22 + titles[level].length)}

What this is
------------
${whatItIs(facts)}

  Log          ${origin}
  Leaves       ${size}
  Root         ${root}
  Fingerprint  ${fingerprint}
  Exported     ${at} by DNC Desk ${appVersion} (clock of the exporting computer)
${earlier === null ? '  Continues    no earlier checkpoint was named' : `  Continues    the checkpoint of ${earlier} leaves (previous/checkpoint-${earlier}.txt)`}

Keep checkpoint.txt. With it, the next export can be held to this one: that
check stands even against someone who has stolen the signing key.

How to check it
---------------
Unpack the ZIP and open a terminal in the folder. Needed: OpenSSH 8.1 or newer.

1  Whose key is it? Compare the fingerprint with the key card you were given
   on another way. The fingerprint above proves nothing by itself.

   Linux, macOS, Windows:
     ssh-keygen -lf keys/log-key.ssh.pub

2  Is the list of files signed by that key? Expected: Good "dncdesk-export" signature

   Linux, macOS; Windows in cmd, not in PowerShell:
     ssh-keygen -Y verify -f keys/allowed_signers -I ${origin} -n dncdesk-export -s SHA256SUMS.sig < SHA256SUMS
${facts.hasRevoked ? revokedStep : ''}
3  Is every file as listed? Expected: OK on every line

   Linux:
     sha256sum -c SHA256SUMS
   macOS:
     shasum -a 256 -c SHA256SUMS
   Windows, for each file; compare with its line in SHA256SUMS:
     certutil -hashfile ${level === 'L0' ? 'index/entry.json' : 'leaves.ndjson'} SHA256

4  Is the checkpoint signed by that key? Expected: Signature Verified Successfully
   (OpenSSL 3; the openssl that comes with macOS is another program)

   Linux, macOS, Windows:
     openssl pkeyutl -verify -pubin -inkey keys/log-key.pub.pem -rawin -in checkpoint.body -sigfile checkpoint.sig
${level === 'L0' ? certificateSteps(facts) : wholeLogSteps(level)}${stampSteps(facts.stamped)}
What is in it
-------------
  bundle.json        level, size and format version, for programs
${level === 'L0' ? certificateFiles : wholeLogFiles(level)}  checkpoint.txt     log, size and root, signed (C2SP signed note)
  checkpoint.body    the three lines that are signed; checkpoint.sig: their Ed25519 signature
  SHA256SUMS         the SHA-256 of every file; SHA256SUMS.sig: its signature (SSHSIG)
  keys/              the public key in the forms the programs above want; history.json: which key signed since when${facts.hasRevoked ? '\n                     revoked.krl: the keys that were withdrawn' : ''}
  CERTIFICATION-FRE-902.txt   form of certification, with the hashes filled in
${earlier === null ? '' : '  previous/, consistency/   the earlier checkpoint, and the proof that this log continues it\n'}${facts.stamped.length === 0 ? '' : '  anchors/           checkpoints as a timestamp authority stamped them\n'}
What it does not show
---------------------
- What was never logged. Compare counts and file fingerprints with the vendors' own records.
- The true time. Times are those of the exporting computer; their order is certain, their
  values are not, unless a checkpoint was left outside that computer at the time.
- Anything before the first checkpoint that left the computer, if the key was stolen.
- That the log behind this ZIP is the only one. Compare the root with other receivers of exports.
${limits[level]}${facts.listsLeftOut === undefined ? '' : `- The rows of ${facts.listsLeftOut} lists: more lists than a ZIP has room for files. Ask for the certificate of each\n  number in question; it opens the rows about that number.\n`}The commands were tried on Linux. Those for macOS and Windows follow the manuals and were not tried.
`;
};

const revokedStep = `
   Keys of this log were withdrawn. Is this one of them? Expected: ok (OpenSSH 6.2 or newer)
     ssh-keygen -Q -f keys/revoked.krl keys/log-key.ssh.pub
`;

const titles: Readonly<Record<BundleLevel, string>> = { L0: 'certificate of one number', L1: 'redacted export', L2: 'export with openings' };

const whatItIs = ({ level, size, certificate }: StartHereFacts): string => {
  if (certificate !== null) {
    return `All that one DNC Desk log holds about the number ${certificate.phone}: ${certificate.records} ${certificate.records === 1 ? 'record' : 'records'}, in
order, each with the proof that it stands in the log. That these are all of them,
and none is kept back, was committed to in leaf ${certificate.indexSeq} on ${certificate.indexAt}.
No other telephone number is in it.`;
  }
  const every = `Every entry ("leaf") of one DNC Desk log, in order, from the first to number ${size - 1}.`;
  return level === 'L1'
    ? `${every}
No telephone number, name or file name is in it: the entries hold salted
fingerprints of those, which can be opened one by one when the need is shown.`
    : `${every}
With it come the openings: the telephone numbers, names and vendors' answers
behind the salted fingerprints in the leaves. Handle it under the order it was
made for. Openings that were erased by law are missing; their leaves are not, and
leaves of kind delete.done name them. Of an erased row its hash stands in its place.`;
};

const wholeLogSteps = (level: BundleLevel): string => `
5  Are the leaves those of the checkpoint, none changed, dropped or put in?
   This needs a program for Merkle trees (RFC 6962; each line of leaves.ndjson
   without its line end is one leaf). verify.html, which you have from elsewhere or
   from an earlier audit, is one; DNC Desk has another. Both read nothing but the file:

   Linux, macOS, Windows:
     dnc-desk log check <this ZIP, not unpacked>
   with the checkpoint you kept from an earlier audit:
     dnc-desk log check --held <your checkpoint.txt> <this ZIP, not unpacked>
${level === 'L1' ? '' : `
6  Does an opening belong to its leaf? Each line of openings.ndjson without its line
   end is one opening. Its SHA-256 in base64url stands in its leaf under "open":

   Linux, macOS:
     head -n 1 openings.ndjson | tr -d '\\n' | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '='
`}`;

/** The path walk of RFC 9162 2.1.3.2 in plain sh, so that a proof needs no program of ours. */
const certificateSteps = ({ size, example, certificate }: StartHereFacts): string => `
5  Does a record stand in the log? Linux, macOS (Windows: in WSL or Git Bash).
   Paste these lines once; they walk a proof as RFC 9162 section 2.1.3.2 says:

     walk() { i=$1; n=$(($2 - 1)); while read -r x; do
       if [ $((i % 2)) = 1 ] || [ $i = $n ]; then
         { printf '\\001'; echo "$x" | openssl base64 -d; cat h; } | openssl dgst -sha256 -binary > h2
         while [ $((i % 2)) = 0 ] && [ $i != 0 ]; do i=$((i / 2)); n=$((n / 2)); done
       else
         { printf '\\001'; cat h; echo "$x" | openssl base64 -d; } | openssl dgst -sha256 -binary > h2
       fi
       mv h2 h; i=$((i / 2)); n=$((n / 2)); done; openssl base64 < h; rm h; }
${example.leaf === null ? '' : `
   For leaf ${example.leaf} (and likewise for each in proofs/): both lines print the same root
     { printf '\\000'; cat proofs/${example.leaf}.leaf.json; } | openssl dgst -sha256 -binary > h; sed '1,2d;/^$/,$d' proofs/${example.leaf}.tlog-proof | walk ${example.leaf} ${size}
     sed -n 3p checkpoint.txt
`}
6  Is it about this number? The SHA-256 of a subject file, in base64url, stands in its leaf
   as "subject":

     openssl dgst -sha256 -binary proofs/<leaf>.subject.json | openssl base64 | tr '+/' '-_' | tr -d '='

   A record marked "erased" or "names-others" in index/records.json is counted and proved to be in
   the log, but not opened: what it said was erased, or cannot be shown without other numbers.
${example.row === null ? '' : `
   A row of a list is proved in two steps: row, root of the list, log. Both lines print
   the same root, and it stands in the leaf as "root" (there in base64url):
     { printf '\\000'; cat rows/${example.row.leaf}-${example.row.i}.row.json; } | openssl dgst -sha256 -binary > h; sed '1,4d;/^$/,$d' rows/${example.row.leaf}-${example.row.i}.row-proof | walk ${example.row.i} ${example.row.rows}
     tail -n 1 rows/${example.row.leaf}-${example.row.i}.row-proof
`}${example.entry === null || certificate === null ? '' : `
7  Are these all records? index/entry.json says how many there are ("n") and the SHA-256 of
   their leaf hashes in order ("chain"; a leaf once for each of its records in index/records.json). It stands in the index whose root is in leaf ${certificate.indexSeq};
   both lines print the same root:

     { printf '\\000'; cat index/entry.json; } | openssl dgst -sha256 -binary > h; sed '1,4d;/^$/,$d' index/proof.txt | walk ${example.entry.index} ${example.entry.entries}
     tail -n 1 index/proof.txt
`}
8  All of it at once, by a program that reads nothing but the file:

   Linux, macOS, Windows:
     dnc-desk log check <this ZIP, not unpacked>
`;

const stampSteps = (stamped: readonly number[]): string => (stamped.length === 0 ? '' : `
9  When was it at the latest? A timestamp authority stamped the checkpoint. <epoch> is the
   stamp's time in seconds, from: openssl ts -reply -in anchors/${stamped.at(-1)}.tsr -text

   Linux, macOS, Windows:
     openssl ts -verify -data anchors/${stamped.at(-1)}.body -in anchors/${stamped.at(-1)}.tsr -CAfile anchors/tsa-chain.pem -attime <epoch>
`);

const wholeLogFiles = (level: BundleLevel): string => `  report.csv         the leaves as a table, for reading
  leaves.ndjson      the leaves themselves, byte for byte, one a line
${level === 'L1' ? '' : `  openings.ndjson    what the leaves' salted fingerprints stand for, one opening a line
  rows/              the rows of lists, as they were sealed under the root in their leaf
`}`;

const certificateFiles = `  report.csv         the records as a table, for reading
  proofs/            leaves, byte for byte, each with its proof (C2SP tlog-proof) and what it says of the number
                     (leaves 0 and 1 and those that name keys belong to the log's keys, not to the number)
  rows/              rows of lists about the number, each with its proof
  index/             the number's entry in the subject index, its proof, and the list of the records it counts
`;

const limits: Readonly<Record<BundleLevel, string>> = {
  L0: `- That this number has only one entry in the index. That can be checked by the holder of the
  index's secret alone, in a supervised audit of the whole log; likewise that a number has no entry.
- Anything logged after the leaf that holds the index's root.
`,
  L1: '- The openings: numbers and vendor answers behind the salted fingerprints are not in this export.\n',
  L2: '- Openings that were erased. That there was something is seen, what it was cannot be.\n',
};
