// The exporter puts files into the report as text that comes out of a browser as the same bytes, and never as markup.
// @vitest-environment jsdom
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeData, renderReport, reportMarker, reportParts, type ReportData } from '../../src-main/sealed-log/report-html.ts';
import { checkContents, contentChecks, readCover } from '../../src-pages/proof/check-contents.ts';
import { readCurrentKey } from '../../src-pages/proof/check-keys.ts';
import { createCourse } from '../../src-pages/proof/course.ts';
import { readOwnFiles, unescapeData } from '../../src-pages/report/own-files.ts';
import { createPageWorld, reportDataOf } from './bundle-world.ts';

const template = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body><main></main>${reportMarker}<script>0</script></body></html>`;
const parse = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');
const elementsOf = (html: string): readonly string[] => [...parse(html).querySelectorAll('*')].map(({ tagName }) => tagName);

it('brings any text through HTML unchanged, as one element', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('<', '/', '!', '-', '>', 'script', '%', '3C', '\r', '\n', '\0', '&lt;', ' ', '\uFEFF', 'é') })), (raw) => {
    const text = raw.toWellFormed();
    const escaped = escapeData(text);
    expect(escaped).not.toMatch(/[<\r\0]/u);
    expect(unescapeData(escaped)).toBe(text);
    const html = renderReport(template, { texts: [{ name: 'keys/log.vkey', text }], long: [] });
    expect(elementsOf(html)).toEqual(['HTML', 'HEAD', 'META', 'TITLE', 'BODY', 'MAIN', 'SCRIPT', 'SCRIPT']);
    expect(unescapeData(parse(html).querySelector('[data-file]')?.textContent ?? '')).toBe(text);
  }), { numRuns: 150 });
});

it('refuses a text that is no text, a name that is none, and a template without its one place', () => {
  expect(() => escapeData('\ud800')).toThrow('surrogate');
  expect(() => renderReport(template, { texts: [{ name: 'keys/"><b>', text: '' }], long: [] })).toThrow('name');
  expect(() => renderReport('<p>', { texts: [], long: [] })).toThrow('one place');
  expect(() => renderReport(template + reportMarker, { texts: [], long: [] })).toThrow('one place');
});

const checked = async (data: ReportData, most?: number): Promise<{ readonly code: string | null; readonly heard: number; readonly states: readonly string[] }> => {
  const html = [...reportParts(template, data, most)].join('');
  const files = readOwnFiles(parse(html));
  const [cover, key] = [await readCover(files), await readCurrentKey(files)];
  if ('code' in cover || key === null) return { code: 'unreadable', heard: 0, states: [] };
  const course = createCourse(contentChecks(cover.level, false));
  let heard = 0;
  await checkContents(course, { members: files, cover, key, held: null, breathe: async () => {}, hear: () => { heard += 1; }, hearOpening: () => {}, ...(files.before === undefined ? {} : { before: files.before }) });
  return { code: course.flaw()?.code ?? null, heard, states: course.checks().map(({ state }) => state) };
};

describe.each(['L0', 'L1', 'L2'] as const)('a report of level %s', (level) => {
  const world = createPageWorld();
  it('holds in every check when opened', async () => {
    const { code, states } = await checked(reportDataOf(world.files(level, 17)));
    expect(code).toBeNull();
    expect(new Set(states)).toEqual(new Set(['held']));
  });
  it('is the same each time', () => {
    expect(renderReport(template, reportDataOf(world.files(level)))).toBe(renderReport(template, reportDataOf(world.files(level))));
  });
  it('does not hold with any file changed', async () => {
    for (const name of world.files(level, 17).keys()) {
      if (/^(?:START|CERT|report|rows\/3\.ndjson)/u.test(name)) continue;
      const files = world.files(level, 17);
      const content = Buffer.from(files.get(name) ?? '');
      content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
      files.set(name, content);
      expect((await checked(reportDataOf(files))).code, name).not.toBeNull();
    }
  });
});

describe('a log too long for a page', () => {
  const world = createPageWorld({ size: 53 });
  it('is held to its signed root by its last leaves and the hashes before them', async () => {
    for (const level of ['L1', 'L2'] as const) {
      for (const most of [1, 3, 17, 32, 40, 52]) {
        const { code, heard, states } = await checked(reportDataOf(world.files(level, 17)), most);
        expect(code, String(most)).toBeNull();
        expect(heard).toBe(most);
        expect(states).not.toContain('not-made');
      }
    }
  });
  it('does not hold when a leaf before the shown ones was another', async () => {
    const other = createPageWorld({ size: 53, signer: world.signer, change: (leaf) => (leaf.seq === 9 ? { ...leaf, body: { act: 'never' } } : leaf) });
    const files = world.files('L1');
    files.set('leaves.ndjson', other.files('L1').get('leaves.ndjson') ?? Buffer.alloc(0));
    expect((await checked(reportDataOf(files), 20)).code).toBe('entry-changed');
  });
});
