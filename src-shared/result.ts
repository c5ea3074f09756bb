// Failures are values: everything that may go wrong as expected comes back as a Result, and only defects are thrown.

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Failed<F> = { readonly ok: false; readonly failure: F };
export type Result<T, F> = Ok<T> | Failed<F>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const done: Ok<null> = { ok: true, value: null };
export const fail = <const F>(failure: F): Failed<F> => ({ ok: false, failure });
