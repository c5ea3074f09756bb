// What is asked of the log, from fields as people fill them in: days are those of this computer's own calendar.
export type LeafFilter = {
  readonly kind: string | null;
  readonly actor: string | null;
  readonly phone: string;
  /** "2026-11-21"; '' for none. `until` is included. */
  readonly from: string;
  readonly until: string;
};

export const noFilter: LeafFilter = { kind: null, actor: null, phone: '', from: '', until: '' };

export type LeafSearch = { readonly kind?: string; readonly actor?: string; readonly phone?: string; readonly from?: number; readonly until?: number };

/** A number is asked for once it can be one; `mistake` says why it is not yet. */
export const searchOf = ({ kind, actor, phone, from, until }: LeafFilter): { readonly search: LeafSearch; readonly mistake: string | null } => {
  const digits = phone.replaceAll(/\D/g, '').length;
  const isNumber = digits >= 7;
  const [start, end] = [dayStart(from, 0), dayStart(until, 1)];
  return {
    search: {
      ...(kind === null ? {} : { kind }), ...(actor === null ? {} : { actor }), ...(isNumber ? { phone: phone.trim() } : {}),
      ...(start === null ? {} : { from: start }), ...(end === null ? {} : { until: end }),
    },
    mistake: phone.trim() === '' || isNumber ? null : 'The whole number is needed.',
  };
};

const dayStart = (day: string, later: number): number | null => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
  return Number.isNaN(at) ? null : at;
};
