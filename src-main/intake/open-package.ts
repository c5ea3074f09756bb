// Tells the packages apart that share an outer form: ZIP (workbooks, other documents, archives) and compound files (legacy, encrypted).
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import { toFailure } from './part-fault.ts';
import { openXlsx } from './read-xlsx.ts';
import type { Source } from './source-types.ts';
import { findWorkbookPart } from './xlsx-workbook.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';
import { createZipParts } from './zip-parts.ts';

export const openZip = async (file: FileBytes, head: Buffer): Promise<Result<Source, FileFailure>> => {
  const directory = await readZipDirectory(file);
  if (!directory.ok) {
    // A cut workbook still begins with the parts that every workbook begins with.
    const looksLikeWorkbook = /\[Content_Types\]\.xml|_rels\/\.rels|xl\/|docProps\//.test(head.toString('latin1', 0, 4096));
    if (directory.failure.kind !== 'broken' || looksLikeWorkbook) return fail(toFailure(directory.failure, file.name, 'zip'));
    return fail({ type: 'FileNotTabular', name: file.name, looksLike: 'zip' });
  }
  const parts = createZipParts(file, directory.value);
  const workbook = await findWorkbookPart(parts);
  return workbook === null ? fail({ type: 'FileNotTabular', name: file.name, looksLike: nameZip(directory.value) }) : openXlsx(file, parts, workbook);
};

const nameZip = (entries: ReadonlyMap<string, ZipEntry>): string => {
  if (entries.has('xl/workbook.bin')) return 'xlsb';
  if (entries.has('word/document.xml')) return 'docx';
  if (entries.has('ppt/presentation.xml')) return 'pptx';
  if (entries.has('mimetype') && entries.has('content.xml')) return 'ods';
  return 'zip';
};

/** MS-CFB 2.2: the sector shift is at 30, the first directory sector at 48; MS-OFFCRYPTO 2.3: an encrypted package is named so there. */
export const refuseCompound = async (file: FileBytes, head: Buffer): Promise<FileFailure> => {
  const looksLike = (what: string): FileFailure => ({ type: 'FileNotTabular', name: file.name, looksLike: what });
  if (head.length < 512) return looksLike('compound file');
  const sector = 1 << Math.min(head.readUInt16LE(30), 16);
  const at = (head.readUInt32LE(48) + 1) * sector;
  const directory = at < file.size ? await file.slice(at, 64 * 1024) : null;
  if (directory !== null && !directory.ok) return directory.failure;
  const names = head.toString('utf16le') + (directory?.value.toString('utf16le') ?? '');
  if (names.includes('EncryptedPackage')) return { type: 'WorkbookEncrypted', name: file.name };
  if (names.includes('WordDocument')) return looksLike('doc');
  if (names.includes('PowerPoint Document')) return looksLike('ppt');
  return looksLike(names.includes('Workbook') || names.includes('Book') ? 'xls' : 'compound file');
};
