// A form for the written certification that US Federal Rules of Evidence 902(13) and 902(14) ask for, with the hashes filled in and the rest left to a person.
import type { BundleLevel } from './bundle-format.ts';

export type CertificationFacts = {
  readonly origin: string;
  readonly fingerprint: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly at: string;
  readonly appVersion: string;
  readonly level: BundleLevel;
  /** The number a certificate is about. */
  readonly number: string | null;
  /** The members that hold the records, with their SHA-256 in hex. */
  readonly sums: readonly { readonly name: string; readonly sha256: string }[];
};

export const certificationText = ({ origin, fingerprint, size, root, at, appVersion, level, number, sums }: CertificationFacts): string => `CERTIFICATION OF ELECTRONIC RECORDS
Federal Rules of Evidence 902(13) and 902(14)
=============================================

This is a form, not legal advice. Have a lawyer complete and check it. A copy
must reach the other parties with reasonable written notice before the hearing
(Rule 902(11)). The certification shows that the records are what they claim to
be; it does not by itself answer an objection of hearsay.

1. I, ______________________________________ (name), am ______________________
   ______________________________________________ (position, organisation).
   I am qualified to make this certification by ______________________________
   ___________________________________________________ (training, experience).

2. The process (902(13)). The organisation keeps a record of its handling of
   Do-Not-Call entries with the program DNC Desk. The program writes each act as
   an entry ("leaf") in an append-only log at the time of the act, hashes every
   leaf with SHA-256 into one Merkle tree (RFC 6962), and signs the size and the
   root of that tree with an Ed25519 key after every act. Altering, dropping,
   inserting or reordering any earlier leaf gives another root. To the best of my
   knowledge the computer and the program worked properly in the period the
   records cover, except: ____________________________________________________.

3. The copy (902(14)). The files that accompany this form are copies of those
   records, made on ${at} with DNC Desk ${appVersion}:

     Log                ${origin}
     Leaves in the log  ${size}
     Root (base64)      ${root}
     Key (fingerprint)  ${fingerprint}
     Extent             ${extentOf(level, number)}

   I compared the SHA-256 values of these files with the list in SHA256SUMS, which
   is signed with that key. The files that hold the records are:

${sums.map(({ name, sha256 }) => `     ${name}\n       ${sha256}`).join('\n')}

   SHA-256 of the ZIP file as received (fill in):
     ____________________________________________________________________________

4. How the key was known to be the organisation's (key card, date received, by
   whom): ____________________________________________________________________

I declare under penalty of perjury under the laws of the United States of America
that the foregoing is true and correct (28 U.S.C. 1746).

Executed on ______________________ at ______________________________________

Signature ___________________________________________________________________
`;

const extentOf = (level: BundleLevel, number: string | null): string => {
  switch (level) {
    case 'L0': return `the leaves about the number ${number ?? ''} alone, each with its proof`;
    case 'L1': return 'every leaf, without the openings (redacted)';
    case 'L2': return 'every leaf with its openings (protective order)';
    default: return level satisfies never;
  }
};
