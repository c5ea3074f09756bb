// A registry's XML: every <ph> is one line, wherever a piece of the file ends, and what is no whole full list is refused.
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createRegistryRows } from '../../../src-main/intake/registry-xml-rows.ts';
import { createTagCounter } from '../../../src-main/intake/tag-counter.ts';
import { createXmlTokens } from '../../../src-main/intake/xml-tokens.ts';
import { cellsOf, createIntakeFiles, failureOf } from './intake-files.ts';

const files = createIntakeFiles();
const list = (inside: string, type = 'full'): string => `<?xml version="1.0"?>\n<list type='${type}' level='ac' val='202'>${inside}</list>\n`;
const two = "<ac val='202'><ph val='5550101'/><ph val='5550102'/></ac>";

describe('a full list', () => {
  it('gives each number with its area code, of several area codes too', async () => {
    const read = await files.read(list(`${two}<ac val='212'><ph val='5550103'/></ac>`));
    expect(read).toMatchObject({ lines: 3, delimiter: null, sheet: null, facts: { format: 'xml', registryXml: true, encoding: 'utf-8' } });
    expect('rows' in read ? read.rows : read).toEqual([
      { line: 1, span: 1, cells: ['202', '5550101'] }, { line: 2, span: 1, cells: ['202', '5550102'] }, { line: 3, span: 1, cells: ['212', '5550103'] },
    ]);
  });

  it.each([
    ['without a declaration', list(two).replace(/<\?.*\?>\s*/, ''), [['202', '5550101'], ['202', '5550102']]],
    ['under a comment that holds a tag', list(`<!-- <ph val='1'/> -->${two}`), [['202', '5550101'], ['202', '5550102']]],
    ['with prefixes', list(two).replaceAll(/<(\/?)(list|ac|ph)/g, '<$1r:$2'), [['202', '5550101'], ['202', '5550102']]],
    ['with numbers as text', list("<ac val='202'><ph>5550101</ph><ph> 5550102 </ph></ac>"), [['202', '5550101'], ['202', '5550102']]],
    ['with a number outside of any area code', list("<ph val='5550101'/>"), [['', '5550101']]],
    ['with a number that is not there', list("<ac val='202'><ph/></ac>"), [['']]],
    ['of one endless line', list(`<ac val='202'>${"<ph val='5550101'/>".repeat(70_000)}</ac>`), Array.from({ length: 70_000 }, () => ['202', '5550101'])],
  ])('%s', async (_name, content, cells) => {
    const read = await files.read(content);
    expect(cellsOf(read)).toEqual(cells);
    expect('lines' in read && read.lines).toBe(cells.length);
  });

  it('is read as UTF-16 and out of a ZIP, whose member gives date and area code', async () => {
    expect(await files.read(Buffer.from(`\uFEFF${list(two)}`, 'utf16le'))).toMatchObject({ lines: 2, facts: { encoding: 'utf-16le' } });
    const zipped = await files.read(zipSync({ '2026-8-9_202_4F1A.txt': strToU8(list(two)) }));
    expect(zipped).toMatchObject({ lines: 2, facts: { format: 'zip', registryXml: true, member: '2026-8-9_202_4F1A.txt' } });
  });
});

describe('what is refused', () => {
  it.each([
    ['a DOCTYPE', list(two).replace('<list', '<!DOCTYPE list [<!ENTITY a "b">]>\n<list'), 'DOCTYPE'],
    ['a list cut short', list(two).slice(0, -20), 'cut short'],
    ['a change list', list(two, 'change'), 'a list of the type “change”; of XML only full lists are read, change lists as flat text'],
    ['tags that do not match', list('<ac val="202"><ph val="5550101"></ac>'), 'tags do not match'],
  ])('%s', async (_name, content, why) => {
    expect(failureOf(await files.read(content))).toEqual({ type: 'XmlBroken', name: 'list.csv', why });
  });

  it('other XML, by its name', async () => {
    expect(failureOf(await files.read('<?xml version="1.0"?><book><ph val="5550101"/></book>'))).toEqual({ type: 'FileNotTabular', name: 'list.csv', looksLike: 'xml' });
  });

  it('a tag that hides in an attribute, since the counts then differ', async () => {
    const read = await files.read(list(`<ac val="<ph val='1'/>"><ph val='5550101'/></ac>`));
    expect('rows' in read ? [read.rows.length, read.lines] : read).toEqual([1, 2]);
  });
});

/** The same text in pieces that end anywhere. */
const inPieces = (text: string, ends: readonly number[]): string[] => {
  const cuts = [0, ...ends.map((end) => end % (text.length + 1)).sort((one, other) => one - other), text.length];
  return cuts.slice(1).map((end, at) => text.slice(cuts[at], end));
};

it('reads and counts the same wherever the pieces end', () => {
  const text = list(`<!-- <ph/> --><x:ac val='202'><ph val='5550101'/><![CDATA[<ph>]]><?p <ph ?><x:ph>5550102</x:ph><phone/></x:ac>`);
  fc.assert(fc.property(fc.array(fc.nat(), { maxLength: 12 }), (ends) => {
    const rows = createRegistryRows();
    const tokens = createXmlTokens(rows.sink);
    const counter = createTagCounter('ph');
    const pieces = inPieces(text, ends);
    for (const [at, piece] of pieces.entries()) {
      counter.push(piece, at === pieces.length - 1);
      expect(tokens.push(piece, at === pieces.length - 1)).toBeNull();
    }
    expect(counter.count()).toBe(2);
    expect(rows.take().map(({ cells }) => cells)).toEqual([['202', '5550101'], ['202', '5550102']]);
  }));
});

it('ends without a defect on any bytes, and its rows are as many as its lines or the file is refused', async () => {
  const bits = ['<ph val="5550101"/>', '<ph>', '</ph>', '<ac val="202">', '</ac>', '<', '>', '"', '<!--', '-->', '&amp;', '&x;', '<![CDATA[', ']]>', '<?p', '?>', '555', '\n', '\u0000', '<ph/', 'é', '\u{1F600}'];
  const document = fc.array(fc.constantFrom(...bits), { maxLength: 30 }).map((parts) => list(parts.join('')));
  await fc.assert(fc.asyncProperty(document, fc.nat(), fc.uint8Array({ maxLength: 8 }), async (text, cut, noise) => {
    const bytes = Buffer.concat([Buffer.from(text).subarray(0, 60 + (cut % text.length)), noise]);
    const read = await files.read(bytes);
    if ('rows' in read) expect([...read.rows.keys()].map((at) => at + 1)).toEqual(read.rows.map(({ line }) => line));
    if ('rows' in read && !/<[^>]*["'][^"'>]*</.test(text)) expect(read.rows.length).toBe(read.lines);
  }), { numRuns: 150 });
});
