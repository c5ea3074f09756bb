// What may be wrong with one part of a package, before it is known which file and part people call it.
import type { FileFailure } from '../../src-shared/failures.ts';

export type PartFault =
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'large'; readonly limit: string }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'file'; readonly failure: FileFailure };

export const broken = (why: string): PartFault => ({ kind: 'broken', why });
export const large = (limit: string): PartFault => ({ kind: 'large', limit });

export const toFailure = (fault: PartFault, name: string, part: string): FileFailure => {
  switch (fault.kind) {
    case 'broken': return { type: 'WorkbookBroken', name, part, why: fault.why };
    case 'large': return { type: 'WorkbookTooLarge', name, part, limit: fault.limit };
    case 'encrypted': return { type: 'WorkbookEncrypted', name };
    default: return fault.failure;
  }
};
