// Files on disk for one test file, and everything a source says about them in one object.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll } from 'vitest';
import { openSource, type Delimiter, type RawRow, type SourceFacts } from '../../../src-main/intake/source.ts';
import type { FileFailure } from '../../../src-shared/failures.ts';

export type Read =
  | { readonly facts: SourceFacts; readonly rows: readonly RawRow[]; readonly lines: number; readonly delimiter: Delimiter | null; readonly sheet: string | null }
  | { readonly failure: FileFailure };

export const createIntakeFiles = () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnc-intake-'));
  let count = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (content: string | Uint8Array, name = 'list.csv'): string => {
    count += 1;
    const path = join(folder, `${count}-${name}`);
    writeFileSync(path, content);
    return path;
  };

  const readPath = async (path: string, options: { readonly sheet?: string; readonly delimiter?: Delimiter } = {}): Promise<Read> => {
    const opened = await openSource(path, 'list.csv');
    if (!opened.ok) return { failure: opened.failure };
    const source = opened.value;
    const head = await source.head(options, 3);
    if (!head.ok) return { failure: head.failure };
    const rows: RawRow[] = [];
    const reading = source.rows({ sheet: head.value.sheet, delimiter: head.value.delimiter });
    for (;;) {
      const step = await reading.next();
      if (step.done !== true) rows.push(...step.value);
      else if (!step.value.ok) return { failure: step.value.failure };
      else return { facts: source.facts, rows, lines: step.value.value.lines, delimiter: head.value.delimiter, sheet: head.value.sheet };
    }
  };

  const read = (content: string | Uint8Array, options: { readonly sheet?: string; readonly delimiter?: Delimiter; readonly name?: string } = {}): Promise<Read> =>
    readPath(write(content, options.name), options);

  return { folder, write, read, readPath };
};

export const cellsOf = (read: Read): readonly (readonly string[])[] | FileFailure => ('rows' in read ? read.rows.map(({ cells }) => cells) : read.failure);
export const failureOf = (read: Read): FileFailure | null => ('failure' in read ? read.failure : null);

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook by hand: `sheet` is what stands inside <worksheet>; every part may be replaced, or left out with null. */
export const workbook = (sheet: string, parts: Readonly<Record<string, string | Uint8Array | null>> = {}): Uint8Array => {
  const all: Record<string, string | Uint8Array | null> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="First" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      `<Relationships><Relationship Id="r1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/>`
      + `<Relationship Id="r2" Type="${REL}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-409]d\\-mmm\\-yyyy;@"/><numFmt numFmtId="171" formatCode="0&quot; days&quot;"/></numFmts>'
      + '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="46"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml':
      '<sst><si><t>phone</t></si><si><r><t>+1202</t></r><r><rPr><b/></rPr><t>5550101</t></r><rPh sb="0" eb="1"><t>said</t></rPh></si><si><t xml:space="preserve"> a_x000D_b_x005F_x000D_ </t></si><si/></sst>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...parts,
  };
  const bytes: Record<string, Uint8Array> = {};
  for (const [name, part] of Object.entries(all)) if (part !== null) bytes[name] = typeof part === 'string' ? strToU8(part) : part;
  return zipSync(bytes);
};
