// Writes a plain workbook as a stream: every cell is text or a whole number, never a formula, and memory does not grow with the rows.
import { createDeflateRaw, crc32 } from 'node:zlib';

export type XlsxSheet = { readonly name: string; readonly rows: AsyncIterable<readonly (readonly string[])[]> | Iterable<readonly (readonly string[])[]> };
export type XlsxShape = {
  readonly heads: readonly string[];
  /** Widths in letters, by column. */
  readonly widths: readonly number[];
  /** Columns of whole numbers; all others are text, also where a person types into them. */
  readonly numbers: ReadonlySet<number>;
  /** Choices offered in the cells of a column. */
  readonly choices: Readonly<Record<number, readonly string[]>>;
};
export type Sink = (chunk: Uint8Array) => Promise<void>;

/** Rows of a sheet (ECMA-376: 1,048,576), the header among them. */
export const maxSheetRows = 1_048_576;

/** Office Open XML (ECMA-376) in a ZIP whose sizes follow the data (APPNOTE 4.3.9): nothing is known before it is written. */
export const writeXlsx = async (shape: XlsxShape, sheets: AsyncIterable<XlsxSheet> | Iterable<XlsxSheet>, to: Sink): Promise<void> => {
  const zip = createZip(to);
  const names: string[] = [];
  for await (const { name, rows } of sheets) {
    names.push(name);
    await zip.add(`xl/worksheets/sheet${names.length}.xml`, sheetXml(shape, rows));
  }
  const all = names.map((name, i) => ({ name, at: i + 1 }));
  await zip.add('xl/styles.xml', [styles]);
  await zip.add('xl/workbook.xml', [`${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${all.map(({ name, at }) => `<sheet name="${escapeXml(name)}" sheetId="${at}" r:id="rId${at}"/>`).join('')}</sheets></workbook>`]);
  await zip.add('xl/_rels/workbook.xml.rels', [`${declaration}<Relationships xmlns="${relations}">${all.map(({ at }) => `<Relationship Id="rId${at}" Type="${office}/worksheet" Target="worksheets/sheet${at}.xml"/>`).join('')}<Relationship Id="rId${all.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`]);
  await zip.add('_rels/.rels', [`${declaration}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`]);
  await zip.add('[Content_Types].xml', [`${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${all.map(({ at }) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${sheetType}.worksheet+xml"/>`).join('')}</Types>`]);
  await zip.end();
};

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

// Style 1: text (number format 49, "@"), so that what is typed stays as typed. Style 2: the header.
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const sheetXml = async function* ({ heads, widths, numbers, choices }: XlsxShape, batches: XlsxSheet['rows']): AsyncGenerator<string> {
  const letters = heads.map((_, column) => letterOf(column));
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${
    widths.map((width, column) => `<col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"${numbers.has(column) ? '' : ' style="1"'}/>`).join('')}</cols><sheetData><row r="1">${
    heads.map((head, column) => `<c r="${letters[column]}1" s="2" t="inlineStr"><is><t>${escapeXml(head)}</t></is></c>`).join('')}</row>`;
  let at = 1;
  for await (const rows of batches) {
    let text = '';
    for (const cells of rows) {
      at += 1;
      text += `<row r="${at}">`;
      for (const [column, cell] of cells.entries()) {
        if (numbers.has(column) && cell !== '') text += `<c r="${letters[column]}${at}"><v>${Number(cell)}</v></c>`;
        else if (cell !== '') text += `<c r="${letters[column]}${at}" s="1" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
      }
      text += '</row>';
    }
    yield text;
  }
  const offered = Object.entries(choices);
  yield `</sheetData><autoFilter ref="A1:${letters.at(-1)}${at}"/>${offered.length === 0 ? '' : `<dataValidations count="${offered.length}">${offered.map(([column, words]) =>
    `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters[Number(column)]}2:${letters[Number(column)]}${Math.max(2, at)}"><formula1>"${words.map(escapeXml).join(',')}"</formula1></dataValidation>`).join('')}</dataValidations>`}</worksheet>`;
};

const letterOf = (column: number): string => String.fromCodePoint(65 + column);

/** Characters that XML cannot carry are written as ECMA-376 22.9.2.19 says (_x000B_), and text that looks like that is kept from being read so. */
const escapeXml = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are the ones that XML 1.0 forbids
  text.toWellFormed().replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replaceAll(/[\0-\x08\v\f\x0e-\x1f\r\ufffe\uffff]/g, (letter) => `_x${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const createZip = (to: Sink) => {
  const directory: Buffer[] = [];
  let offset = 0;
  const write = async (chunk: Uint8Array): Promise<void> => {
    offset += chunk.length;
    await to(chunk);
  };
  return {
    add: async (name: string, texts: AsyncIterable<string> | Iterable<string>): Promise<void> => {
      const start = offset;
      const path = Buffer.from(name);
      await write(Buffer.concat([zipHeader(0x0403_4b50, 26, { crc: 0, packed: 0, size: 0 }, path.length), path]));
      const begun = offset;
      const deflate = createDeflateRaw({ level: 6 });
      let crc = 0;
      let size = 0;
      const feed = (async () => {
        for await (const text of texts) {
          const bytes = Buffer.from(text);
          crc = crc32(bytes, crc);
          size += bytes.length;
          if (!deflate.write(bytes)) await new Promise((resolve) => { deflate.once('drain', resolve); });
        }
        deflate.end();
      })().catch((thrown: unknown) => { deflate.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))); });
      // A stream of bytes: Node's own chunks.
      for await (const chunk of deflate as AsyncIterable<Buffer>) await write(chunk);
      await feed;
      const sums = { crc, packed: offset - begun, size };
      if (offset > 0xffff_ffff || size > 0xffff_ffff) throw new RangeError('a workbook of more than 4 GB');
      const descriptor = Buffer.alloc(16);
      for (const [i, value] of [0x0807_4b50, sums.crc, sums.packed, sums.size].entries()) descriptor.writeUInt32LE(value, i * 4);
      await write(descriptor);
      const tail = Buffer.alloc(14);
      tail.writeUInt32LE(start, 10);
      directory.push(Buffer.concat([zipHeader(0x0201_4b50, 28, sums, path.length), tail, path]));
    },
    end: async (): Promise<void> => {
      const central = Buffer.concat(directory);
      const record = Buffer.alloc(22);
      record.writeUInt32LE(0x0605_4b50, 0);
      record.writeUInt16LE(directory.length, 8);
      record.writeUInt16LE(directory.length, 10);
      record.writeUInt32LE(central.length, 12);
      record.writeUInt32LE(offset, 16);
      await write(Buffer.concat([central, record]));
    },
  };
};

/** The fields both headers share; `length` up to the name's own length. Flag 3: sizes follow the data; 11: names are UTF-8. The day is 1980-01-01. */
const zipHeader = (signature: number, at: number, { crc, packed, size }: { readonly crc: number; readonly packed: number; readonly size: number }, nameLength: number): Buffer => {
  const header = Buffer.alloc(at + 4);
  header.writeUInt32LE(signature, 0);
  const common = at - 22;
  if (common > 4) header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, common);
  header.writeUInt16LE(0x0808, common + 2);
  header.writeUInt16LE(8, common + 4);
  header.writeUInt16LE(0x0021, common + 8);
  header.writeUInt32LE(crc, common + 10);
  header.writeUInt32LE(packed, common + 14);
  header.writeUInt32LE(size, common + 18);
  header.writeUInt16LE(nameLength, common + 22);
  return header;
};
