// A number's certificate holds exactly its records, in order and proved, and no export tells what its level does not allow.
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportView } from '../../../src-shared/contract/log.ts';
import { readZipDirectory } from '../../../src-main/sealed-log/read-zip.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { restOf } from './destination-rest.ts';

const subject = '+12025550123';
const others = ['+12025550124', '+12025550125', '+12025550126', '+13035550107', '+12145550148'];
const words = ['Zebulon Analyst', 'zeb@example.com', 'Marguerite', 'Quux Household', 'Oregano Centre', 'a typo of ours'];
let desk: TestCore;
const pathOf = ({ file }: ExportView): string => join(desk.home, 'exports', file);
const check = async (made: ExportView, held?: string) => valueOf(await desk.client.call('log.check', { ticket: made.ticket, ...(held === undefined ? {} : { held }) }));
const membersOf = async (made: ExportView): Promise<ReadonlyMap<string, Buffer>> => {
  const bytes = readFileSync(pathOf(made));
  const file = await open(pathOf(made));
  try {
    return new Map(valueOf(await readZipDirectory(file, bytes.length)).map(({ name, start, size }) => [name, bytes.subarray(start, start + size)]));
  } finally {
    await file.close();
  }
};

beforeAll(async () => {
  desk = await createTestCore({ needs: { userName: 'Zebulon Analyst', pages: join(import.meta.dirname, '../../../build/out/pages') } });
  const stored = valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('Quux Household.csv', [
    'phone,code,name', '(202) 555-0123,TX-42,Marguerite', '202-555-0124,TX-42,zeb@example.com', '2025550125 / 2025550123,TX-42,', '2025550123,TX-42,', '5550148,TX-42,', 'DNC 3035550107,TX-42,',
  ].join('\n')) }));
  const held = valueOf(await desk.client.call('quarantine.page', { importId: stored.importId, offset: 0, limit: 10 })).rows;
  valueOf(await desk.client.call('quarantine.fix', { entryId: held[0]?.entryId ?? 0, phone: '(214) 555-0148' }));
  valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('again.csv', 'phone,code\n+1 202 555 0123,TX-42\n2025550126,TX-42\n') }));
  valueOf(await desk.client.call('code-map.save', { lines: [{ code: 'TX-42', dncType: 'FEDERAL', jurisdiction: null, reason: 'x' }] }));
  const { destinationId } = valueOf(await desk.client.call('practice.create', { dialect: 'genesys-dnclists', name: 'Oregano Centre' }));
  valueOf(await desk.client.call('run.start', { destinationId }));
  await restOf(desk, destinationId);
}, 30_000);
afterAll(async () => {
  expect(desk.defects).toEqual([]);
  await desk.close();
});

const certify = async (previousCheckpoint?: string) => valueOf(await desk.client.call('log.export', { level: 'certificate', phone: '202-555-0123', to: 'Counsel', ...(previousCheckpoint === undefined ? {} : { previousCheckpoint }) }));

describe('a certificate', () => {
  it('is valid, names whose it is, and tells its way from the file to the read-back in order', async () => {
    const made = await certify();
    const checked = await check(made);
    expect(checked.checks.filter(({ state }) => state !== 'held')).toEqual([]);
    expect(checked).toMatchObject({ verdict: 'valid', level: 'L0' });
    expect(made).toMatchObject({ level: 'certificate', certificate: { phone: subject } });
    // Four lines of two files (one names another too), the request, its answer, the read-back.
    expect(made.certificate?.records).toBe(7);
    expect(made.certificate?.history.every(({ proved }) => proved)).toBe(true);
    expect(checked.subject).toEqual({ phone: subject, records: 7 });
    expect(made.certificate?.history.map(({ what, detail }) => `${what} ${detail}`.trim())).toEqual([
      'requested', 'requested its line names others too', 'requested', 'requested', 'pushed', 'answered accepted', 'confirmed read back']);
    expect([...(await membersOf(made)).keys()]).toContain('report.html');
  });

  it('counts the asking for it the next time, and continues the checkpoint its receiver kept', async () => {
    const first = await certify();
    const kept = String((await membersOf(first)).get('checkpoint.txt'));
    const second = await certify(kept.replaceAll('\n', '\r\n'));
    expect(second.certificate?.records).toBe((first.certificate?.records ?? 0) + 1);
    expect(second.certificate?.history.at(-1)?.what).toBe('exported');
    const checked = await check(second, kept);
    expect([checked.verdict, checked.checks.find(({ what }) => what.includes('checkpoint you hold'))?.state]).toEqual(['valid', 'held']);
  });

  it('is refused by name where there is no number, no record, or another log\'s checkpoint', async () => {
    expect(await desk.client.call('log.export', { level: 'certificate', phone: '12' })).toMatchObject({ ok: false, failure: { type: 'NumberNotValid' } });
    expect(await desk.client.call('log.export', { level: 'certificate' })).toMatchObject({ ok: false, failure: { type: 'NumberNotValid' } });
    const before = valueOf(await desk.client.call('log.status', {})).leaves;
    expect(await desk.client.call('log.export', { level: 'certificate', phone: '+12025550199' })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
    const kept = String((await membersOf(await certify())).get('checkpoint.txt'));
    const wrong: readonly [string, RegExp][] = [
      ['nonsense', /three lines/], [kept.replace(/ledger\/.{4}/, 'ledger/0000'), /another log/], [kept.replace(/\n\d+\n/, '\n999\n'), /older copy|cut/], [kept.replace(/\n\d+\n/, '\n4\n'), /signature/],
    ];
    for (const [text, why] of wrong) {
      const refused = await desk.client.call('log.export', { level: 'redacted', previousCheckpoint: text });
      expect(refused).toMatchObject({ ok: false, failure: { type: 'CheckpointUnfit' } });
      expect(JSON.stringify(refused)).toMatch(why);
    }
    // The certificate of this test alone was sealed.
    expect(valueOf(await desk.client.call('log.status', {})).leaves).toBe(before + 2);
  });
});

describe('what leaves the house', () => {
  it('at full disclosure holds every opening and every sealed row, and is valid', async () => {
    const made = valueOf(await desk.client.call('log.export', { level: 'full', to: 'Court' }));
    const checked = await check(made);
    expect(checked.checks.filter(({ state }) => state !== 'held')).toEqual([]);
    expect(checked).toMatchObject({ verdict: 'valid', level: 'L2' });
    const members = await membersOf(made);
    const rows = [...members.keys()].filter((name) => name.startsWith('rows/'));
    // Two files, the request, its answer and the read-back.
    expect(rows).toHaveLength(5);
    for (const number of [subject, ...others]) expect([number, rows.some((name) => String(members.get(name)).includes(number)) || String(members.get('openings.ndjson')).includes(number)]).toEqual([number, number !== '+13035550107']);
  });

  it('redacted holds no number, name, file name or mail address in any form; a certificate no other than its own', async () => {
    const redacted = valueOf(await desk.client.call('log.export', { level: 'redacted', to: 'Regulator' }));
    expect((await check(redacted)).verdict).toBe('valid');
    for (const [made, numbers] of [[redacted, [subject, ...others]], [await certify(), others]] as const) {
      const bytes = readFileSync(pathOf(made));
      const found = [...numbers.flatMap(formsOf), ...words.flatMap(codedFormsOf)].filter((form) => hidesIn(bytes, form));
      expect(found).toEqual([]);
    }
    // The search itself can find: the certificate names its number.
    expect(hidesIn(readFileSync(pathOf(await certify())), subject)).toBe(true);
  });
});

/** Raw, national, digits, digits with the usual separators, and each of them in base64 at any offset and in hex. */
const formsOf = (phone: string): readonly string[] => {
  const [, area = '', exchange = '', line = ''] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone) ?? [];
  return [phone, phone.slice(1), `${area}${exchange}${line}`, `${area}-${exchange}-${line}`, `(${area}) ${exchange}-${line}`, `${area} ${exchange} ${line}`].flatMap(codedFormsOf);
};
const codedFormsOf = (text: string): readonly string[] => {
  // In base64 the neighbours decide on the first and last letters: those are cut off.
  const base64 = [0, 1, 2].map((offset) => Buffer.from(`${' '.repeat(offset)}${text}`).toString('base64').replaceAll('=', '').slice(offset === 0 ? 0 : offset + 1, -2)).filter((form) => form.length > 6);
  return [text, ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')), Buffer.from(text).toString('hex')];
};

/** In the bytes, and in whatever of them unpacks as a deflate or gzip stream. */
const hidesIn = (bytes: Buffer, form: string): boolean => [bytes, ...unpackedOf(bytes)].some((each) => each.includes(form));

const known = new WeakMap<Buffer, readonly Buffer[]>();
const unpackedOf = (bytes: Buffer): readonly Buffer[] => {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const texts = bytes.toString('latin1').match(/[A-Za-z0-9+/_-]{24,}={0,2}/g) ?? [];
  const streams: Buffer[] = [...new Set(texts)].map((text) => Buffer.from(text, 'base64'));
  for (let at = bytes.indexOf('\x1f\x8b'); at >= 0; at = bytes.indexOf('\x1f\x8b', at + 1)) streams.push(bytes.subarray(at));
  const unpacked = streams.flatMap((stream): Buffer[] => [stream, ...[gunzipSync, inflateRawSync].flatMap((unpack) => {
    try {
      return [unpack(stream)];
    } catch {
      return [];
    }
  })]);
  known.set(bytes, unpacked);
  return unpacked;
};

it('the search finds what is packed or coded', () => {
  const line = `{"x":"${subject}"}`;
  for (const hidden of [line, Buffer.from(line).toString('base64'), deflateRawSync(line.repeat(9)).toString('base64'), Buffer.from(line).toString('hex')]) {
    expect([hidden, formsOf(subject).some((form) => hidesIn(Buffer.from(`some text ${hidden} more`), form))]).toEqual([hidden, true]);
  }
});
