// Dates as people and programs write them, read in one stated order of day and month and never guessed: what fits no form is null.
import type { Layout } from '../contract/imports.ts';
import { findMonth } from './month-names.ts';

export type DateOrder = Layout['dateOrder'];

/** `iso`: yyyy-mm-dd, the day as written, whatever its time zone. `ms`: the start of that day in UTC, since 1970. */
export type ReadDay = { readonly iso: string; readonly ms: number };

/** `serials`: bare numbers from 20000 to 80000 are days of Excel's 1900 calendar (1954 to 2119). */
export const readDate = (text: string, order: DateOrder, options: { readonly serials?: boolean } = {}): ReadDay | null => {
  const day = text.trim().replace(timeOfDay, '').replace(weekday, '').trim();
  if (/^\d{5}(?:\.\d+)?$/.test(day)) return options.serials === true ? readSerial(Number(day)) : null;
  return readDigits(day, order) ?? readCompact(day, order) ?? readNamed(day);
};

/** The order that the samples prove most often; where none proves any, the given one. */
export const guessDateOrder = (samples: readonly string[], otherwise: DateOrder = 'mdy'): DateOrder => {
  const proofs = { ymd: 0, mdy: 0, dmy: 0 };
  for (const sample of samples) {
    const day = sample.trim().replace(timeOfDay, '').trim();
    if (readDigits(day, 'ymd') !== null) proofs.ymd += 1;
    const asMdy = readDigits(day, 'mdy') !== null;
    const asDmy = readDigits(day, 'dmy') !== null;
    if (asMdy && !asDmy) proofs.mdy += 1;
    // Nobody writes month.day.year with points.
    if (asDmy && (!asMdy || (day.includes('.') && !/^\d{4}/.test(day)))) proofs.dmy += 1;
  }
  if (proofs.dmy > proofs.mdy && proofs.dmy >= proofs.ymd) return 'dmy';
  if (proofs.ymd === 0 && proofs.mdy === 0) return otherwise;
  return proofs.ymd > proofs.mdy ? 'ymd' : 'mdy';
};

/** Whether a text is a date in any order, of a year in which lists are made (1900 to 2099); bare digits only where `compact`. */
export const isDateText = (text: string, options: { readonly compact?: boolean } = {}): boolean => {
  if (/^\d+$/.test(text.trim()) && options.compact !== true) return false;
  return (['ymd', 'mdy', 'dmy'] as const).some((order) => /^(?:19|20)/.test(readDate(text, order)?.iso ?? ''));
};

const timeOfDay = /[T ,]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]?\s+/i;

const readDigits = (text: string, order: DateOrder): ReadDay | null => {
  const parts = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})$/.exec(text);
  if (parts === null) return null;
  const [, first = '', , second = '', third = ''] = parts;
  if (first.length === 4) return third.length <= 2 ? dayOf(first, second, third) : null;
  if (first.length === 3 || third.length === 3) return null;
  if (order === 'ymd') return first.length === 2 && third.length <= 2 ? dayOf(first, second, third) : null;
  if (third.length === 1) return null;
  return order === 'mdy' ? dayOf(third, first, second) : dayOf(third, second, first);
};

/** 20210706 in every order; 07062021 and 070621 in the stated one. No eight digits are a date of this age in two ways. */
const readCompact = (text: string, order: DateOrder): ReadDay | null => {
  if (!/^(?:\d{6}|\d{8})$/.test(text)) return null;
  const cut = (...ends: readonly number[]): readonly string[] => ends.map((end, at) => text.slice(at === 0 ? 0 : ends[at - 1], end));
  if (text.length === 8 && /^(?:19|20|21)/.test(text)) {
    const [year = '', month = '', day = ''] = cut(4, 6, 8);
    const read = dayOf(year, month, day);
    if (read !== null) return read;
  }
  if (order === 'ymd') {
    const [year = '', month = '', day = ''] = cut(2, 4, 6);
    return text.length === 6 ? dayOf(year, month, day) : null;
  }
  const [first = '', second = '', year = ''] = cut(2, 4, text.length);
  return order === 'mdy' ? dayOf(year, first, second) : dayOf(year, second, first);
};

/** 6 Jul 2021, Jul 6, 2021, 6. Juli 2021, 6 de julio de 2021, 06-JUL-21. */
const readNamed = (text: string): ReadDay | null => {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]*(?:de |of )?\s*(\p{L}{3,12})\.?,?[\s-]*(?:de |del )?\s*(\d{4}|\d{2})$/iu.exec(text);
  if (dayFirst !== null) return dayOf(dayFirst[3] ?? '', findMonth(dayFirst[2] ?? ''), dayFirst[1] ?? '');
  const monthFirst = /^(\p{L}{3,12})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4}|\d{2})$/iu.exec(text);
  if (monthFirst !== null) return dayOf(monthFirst[3] ?? '', findMonth(monthFirst[1] ?? ''), monthFirst[2] ?? '');
  return null;
};

/** Day 25569 is 1970-01-01 (ECMA-376 part 1, 18.17.4.1). */
const readSerial = (serial: number): ReadDay | null => {
  if (serial < 20_000 || serial > 80_000) return null;
  const ms = (Math.floor(serial) - 25_569) * 86_400_000;
  return { iso: new Date(ms).toISOString().slice(0, 10), ms };
};

const dayOf = (yearText: string, monthText: string, dayText: string): ReadDay | null => {
  const short = Number(yearText);
  // Two digits: 70 to 99 are the last century's, as POSIX strptime has it (69) and Excel nearly (30): lists hold no birthdays.
  const year = yearText.length <= 2 ? short + (short >= 70 ? 1900 : 2000) : short;
  const month = Number(monthText);
  const day = Number(dayText);
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  if (date.getUTCMonth() !== month - 1) return null;
  return { iso: date.toISOString().slice(0, 10), ms };
};
