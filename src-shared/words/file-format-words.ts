// Which kinds of file are read, and what each is called: one list for the pickers, the screens, the command line and the failures.
import type { FileFacts, FileFormat } from '../contract/imports.ts';

/** Extensions without a dot, in the order people meet them. A name decides nothing: the bytes do. */
export const readableExtensions = ['csv', 'tsv', 'txt', 'xml', 'xlsx', 'xls', 'ods', 'zip'] as const;

export const readableNames = '.csv, .tsv, .txt, .xlsx, .xls, .ods, a registry’s .xml, or a .zip of one text file';

const formats: Readonly<Record<FileFormat, string>> = { text: 'text', xml: 'registry XML', zip: 'text in a ZIP', xlsx: 'Excel workbook', xls: 'Excel 97–2003 workbook', ods: 'OpenDocument spreadsheet' };

/** "text, utf-8", "Excel workbook". */
export const formatWords = ({ format, encoding }: Pick<FileFacts, 'format' | 'encoding'>): string => (encoding === null ? formats[format] : `${formats[format]}, ${encoding}`);
