// Says what is wrong with an answer of a practice tenant by the vendor's documents, for tests that ask it directly.
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { createOpenApiCheck as createCheck } from '../../helpers/check-openapi.ts';

/** Null when the answer is as documented, or when the address is no part of the documents. */
export const createOpenApiCheck = (dialect: Extract<Dialect, 'genesys-dnclists' | 'cxone-dnc-groups'>, _under: string) => {
  const check = createCheck(dialect === 'genesys-dnclists' ? 'genesys' : 'cxone');
  return (method: string, path: string, status: number, text: string): string | null => {
    const type = path.startsWith('/api/v2/downloads/') && status === 200 ? 'text/csv' : 'application/json';
    return check.answer({ method, path }, { status, type, text }).join('; ') || null;
  };
};
