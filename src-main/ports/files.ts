// Files by ticket: pages hold tickets, never paths; a ticket is good for this process only.
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Ids } from './ids.ts';

export type TicketedFile = { readonly path: string; readonly name: string };

export interface Files {
  /** `name` is what people see; `path` stays here. */
  readonly admit: (path: string, name: string) => string;
  readonly find: (ticket: string) => Result<TicketedFile, FileFailure>;
}

/** Keeps the last 1,000 tickets. */
export const createFiles = (ids: Ids): Files => {
  const filesByTicket = new Map<string, TicketedFile>();
  return {
    admit: (path, name) => {
      const ticket = ids.uuid();
      filesByTicket.set(ticket, { path, name });
      const oldest = filesByTicket.keys().next();
      if (filesByTicket.size > 1000 && !oldest.done) filesByTicket.delete(oldest.value);
      return ticket;
    },
    find: (ticket) => {
      const file = filesByTicket.get(ticket);
      return file === undefined ? fail({ type: 'TicketExpired' }) : ok(file);
    },
  };
};
