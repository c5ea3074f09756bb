// Tells packages of one outer form apart: ZIP files (workbooks, other documents, archives of one text).
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import { findOdsPart } from './ods-package.ts';
import { toFailure } from './part-fault.ts';
import { openOds } from './read-ods.ts';
import { openXlsx } from './read-xlsx.ts';
import type { Source } from './source-types.ts';
import { findWorkbookPart } from './xlsx-workbook.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';
import { createZipParts } from './zip-parts.ts';
import { archiveFailure, openZippedText } from './zip-text.ts';

export const openZip = async (file: FileBytes, head: Buffer): Promise<Result<Source, FileFailure>> => {
  const directory = await readZipDirectory(file);
  if (!directory.ok) {
    // A cut workbook still begins with the parts that every workbook begins with.
    const looksLikeWorkbook = /\[Content_Types\]\.xml|_rels\/\.rels|xl\/|docProps\/|opendocument\.spreadsheet/.test(head.toString('latin1', 0, 4096));
    return fail((looksLikeWorkbook ? toFailure : archiveFailure)(directory.failure, file.name, 'zip'));
  }
  const entries = directory.value;
  const parts = createZipParts(file, entries);
  const workbook = await findWorkbookPart(parts);
  if (workbook !== null) return openXlsx(file, parts, workbook);
  const mimetype = entries.get('mimetype');
  if (mimetype !== undefined) {
    const ods = await findOdsPart(file, parts, mimetype);
    if (!ods.ok) return fail(toFailure(ods.failure, file.name, 'META-INF/manifest.xml'));
    if (ods.value !== null) return openOds(file, parts, ods.value);
  }
  const document = nameDocument(entries);
  return document === null ? openZippedText(file, [...entries.values()]) : fail({ type: 'FileNotTabular', name: file.name, looksLike: document });
};

/** Packages that are one document to everybody; anything else is an archive. */
const nameDocument = (entries: ReadonlyMap<string, ZipEntry>): string | null => {
  if (entries.has('xl/workbook.bin')) return 'xlsb';
  if (entries.has('word/document.xml')) return 'docx';
  if (entries.has('ppt/presentation.xml')) return 'pptx';
  if (entries.has('mimetype') && entries.has('content.xml')) return 'OpenDocument, but no spreadsheet';
  if (entries.has('index/document.iwa') || entries.has('index.zip')) return 'Numbers or another iWork document';
  return null;
};
