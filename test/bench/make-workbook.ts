// The rows of a list as a workbook of one sheet, written as a stream: texts in the cells themselves, as many programs that export do.
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { Zip, ZipDeflate } from 'fflate';
import Papa from 'papaparse';

/** A sheet has no more rows. */
export const mostSheetRows = 1_048_576;

export const makeWorkbook = async (list: string, path: string): Promise<void> => {
  const file = openSync(path, 'w');
  const zip = new Zip((problem, bytes) => {
    if (problem !== null) throw problem;
    writeSync(file, bytes);
  });
  const part = (name: string): { readonly write: (text: string, last: boolean) => void } => {
    const deflate = new ZipDeflate(name, { level: 1 });
    zip.add(deflate);
    return { write: (text, last) => { deflate.push(Buffer.from(text), last); } };
  };
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  part('[Content_Types].xml').write(`${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`, true);
  part('_rels/.rels').write(`${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`, true);
  part('xl/workbook.xml').write(`${head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>`, true);
  part('xl/_rels/workbook.xml.rels').write(`${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`, true);
  const sheet = part('xl/worksheets/sheet1.xml');
  sheet.write(`${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, false);
  let text = '';
  let line = 0;
  for await (const row of createReadStream(list).pipe(Papa.parse(Papa.NODE_STREAM_INPUT)) as AsyncIterable<string[]>) {
    line += 1;
    text += `<row r="${line}">${row.map((cell, i) => `<c r="${'ABCDEF'.charAt(i)}${line}" t="inlineStr"><is><t>${escape(cell)}</t></is></c>`).join('')}</row>`;
    if (text.length > 1 << 20) {
      sheet.write(text, false);
      text = '';
    }
  }
  sheet.write(`${text}</sheetData></worksheet>`, true);
  zip.end();
  closeSync(file);
};

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
