// DNC.com's scrub results: each row is an answer, and only some answers are a request not to call (docs.dncscrub.com, "Output guide").
import { readJurisdiction } from '../jurisdictions.ts';
import type { RejectReason } from '../reject.ts';
import { findHeaderRow } from './header-row.ts';
import { knownCodes } from './known-codes.ts';
import { bareColumns, type KnownLayout, type RowView } from './known-layout.ts';

export const dncCom: KnownLayout = {
  id: 'dnc-com',
  label: 'DNC.com scrub results',
  looksLike: ({ rows }) => {
    const header = findHeaderRow(rows, [['phone', 'phonenumber'], ['resultcode'], ['reason', 'reserved']]);
    const phone = header?.at('phone', 'phonenumber') ?? null;
    if (header === null || phone === null) return null;
    return {
      confidence: 0.95,
      why: 'the columns Phone, ResultCode and Reason',
      // RegionAbbrev is the area code's own state: it says nothing that the number does not.
      layout: {
        ...bareColumns, headerLine: header.line, phoneColumns: [phone], codeColumn: header.at('resultcode'), reasonColumn: header.at('reason'),
        region: 'US', dateOrder: 'ymd',
      },
    };
  },
  view: ({ codeColumn, reasonColumn }) => ({ cells }) => {
    const code = (codeColumn === null ? '' : (cells[codeColumn] ?? '')).trim().toUpperCase();
    const reason = (reasonColumn === null ? '' : (cells[reasonColumn] ?? '')).trim();
    if (code === 'D') return readListed(reason);
    return answers[code] ?? { hold: 'scrub_code_unknown' };
  },
};

const clear: RowView = { setAside: 'clear' };
const held = (hold: RejectReason): RowView => ({ hold, facts: { code: '' } });

/**
 * What each code but D comes to. "Clear" is DNC.com's own answer: on no list, or overridden by a relationship or an exemption. T is not documented.
 * A relationship excuses no call to a wireless number by a dialler (F, and V as wireless by its VoIP carrier), and an expired one (R) excuses none at all: a person decides.
 */
const answers: Readonly<Record<string, RowView>> = {
  C: clear, E: clear, G: clear, H: clear, O: clear, S: clear, W: clear, X: clear, Y: clear,
  B: held('unscreened'), I: held('scrub_invalid'), M: held('scrub_malformed'), L: held('scrub_restricted'),
  F: held('scrub_restricted'), R: held('scrub_restricted'), V: held('scrub_restricted'),
  P: { facts: { code: knownCodes.dncComProject } },
};

/**
 * The reason names lists between semicolons, each perhaps with the day: "National (USA) 2003-06-01;FL 2005-01-01;;". A number on
 * the national list is blocked everywhere, so that list speaks first; the whole reason stays in the line. Lists that are neither
 * national nor a state's ("Litigator", "DMA") keep a code of their own.
 */
const readListed = (reason: string): RowView => {
  const lists = reason.split(';').map((list) => list.trim()).filter((list) => list !== '');
  const national = lists.find((list) => /\bnational\b/i.test(list));
  if (national !== undefined) return { facts: { code: knownCodes.usRegistry, jurisdiction: null } };
  for (const list of lists) {
    const state = stateIn(list);
    if (state !== null) return { facts: { code: state, jurisdiction: state } };
  }
  return { facts: { code: knownCodes.dncComOther } };
};

const dayPattern = /\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4}/;

/** "State (FL) 2005-01-01", "Florida", "FL": a state and nothing else. */
const stateIn = (list: string): string | null => {
  const place = list.replace(dayPattern, ' ').replace(/\b(?:state|dnc|list|registry)\b|[()]/gi, ' ').trim();
  const found = place === '' ? null : readJurisdiction(place, 'US');
  return found?.startsWith('US-') === true ? found : null;
};
