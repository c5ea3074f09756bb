// START-HERE.txt: what the export is, how to check it with programs nobody here wrote, and what it cannot show.

export type StartHereFacts = {
  readonly origin: string;
  readonly fingerprint: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly appVersion: string;
  /** The size of the earlier export this one continues, if there was one. */
  readonly earlier: number | null;
};

export const startHereText = ({ origin, fingerprint, size, root, at, appVersion, earlier }: StartHereFacts): string => {
  const verify = `ssh-keygen -Y verify -f keys/allowed_signers -I ${origin} -n dncdesk-export -s SHA256SUMS.sig < SHA256SUMS`;
  return `DNC Desk: sealed log, redacted export
=====================================

What this is
------------
Every entry ("leaf") of one DNC Desk log, in order, from the first to number ${size - 1}.
No telephone number, name or file name is in it: the entries hold salted
fingerprints of those, which can be opened one by one when the need is shown.

  Log          ${origin}
  Leaves       ${size}
  Root         ${root}
  Fingerprint  ${fingerprint}
  Exported     ${at} by DNC Desk ${appVersion} (clock of the exporting computer)
${earlier === null ? '  First export of this log' : `  Continues    the export of ${earlier} leaves (previous/checkpoint-${earlier}.txt)`}

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
     ${verify}

3  Is every file as listed? Expected: OK on every line

   Linux:
     sha256sum -c SHA256SUMS
   macOS:
     shasum -a 256 -c SHA256SUMS
   Windows, for each file; compare with its line in SHA256SUMS:
     certutil -hashfile leaves.ndjson SHA256

4  Is the checkpoint signed by that key? Expected: Signature Verified Successfully
   (OpenSSL 3; the openssl that comes with macOS is another program)

   Linux, macOS, Windows:
     openssl pkeyutl -verify -pubin -inkey keys/log-key.pub.pem -rawin -in checkpoint.body -sigfile checkpoint.sig

5  Are the leaves those of the checkpoint, none changed, dropped or put in?
   This needs a program for Merkle trees (RFC 6962; each line of leaves.ndjson
   without its line end is one leaf). DNC Desk has one that reads nothing but the file:

   Linux, macOS, Windows:
     dnc-desk log check <this ZIP, not unpacked>

What is in it
-------------
  report.csv         the leaves as a table, for reading
  leaves.ndjson      the leaves themselves, byte for byte, one a line
  checkpoint.txt     log, size and root, signed (C2SP signed note)
  checkpoint.body    the three lines that are signed; checkpoint.sig: their Ed25519 signature
  SHA256SUMS         the SHA-256 of every file; SHA256SUMS.sig: its signature (SSHSIG)
  keys/              the public key in the forms the programs above want
${earlier === null ? '' : `  previous/, consistency/   the earlier checkpoint, and the proof that this log continues it\n`}
What it does not show
---------------------
- What was never logged. Compare counts and file fingerprints with the vendors' own records.
- The true time. Times are those of the exporting computer; their order is certain, their
  values are not, unless a checkpoint was left outside that computer at the time.
- Anything before the first checkpoint that left the computer, if the key was stolen.
- That the log behind this ZIP is the only one. Compare the root with other receivers of exports.
- The openings: numbers and vendor answers behind the salted fingerprints are not in this export.
The commands were tried on Linux. Those for macOS and Windows follow the manuals and were not tried.
`;
};
