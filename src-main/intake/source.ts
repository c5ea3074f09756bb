// Opens any file as what its bytes are, whatever its name says, or refuses it by naming what it is.
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { openFileBytes } from './file-bytes.ts';
import { openZip } from './open-package.ts';
import { openText } from './read-text.ts';
import { looksLikeRegistryXml, openRegistryXml } from './registry-xml.ts';
import { openCompound } from './read-xls.ts';
import { sniff } from './sniff.ts';
import type { Source } from './source-types.ts';

export type { CellFlag, Cuts, Delimiter, RawRow, Rows, Source, SourceFacts } from './source-types.ts';

const HEAD = 64 * 1024;

/** `name` is what people call the file; failures and facts carry it, never the path. The file is not held open. */
export const openSource = async (path: string, name: string): Promise<Result<Source, FileFailure>> => {
  const opened = await openFileBytes(path, name);
  if (!opened.ok) return opened;
  const file = opened.value;
  const head = await file.slice(0, HEAD);
  if (!head.ok) return head;

  if (looksLikeRegistryXml(head.value)) return openRegistryXml(file, head.value);
  const sniffed = sniff(head.value);
  if (sniffed.kind === 'text') return openText(file, head.value);
  if (sniffed.kind === 'zip') return openZip(file, head.value);
  if (sniffed.kind === 'compound') return openCompound(file, head.value);
  return fail({ type: 'FileNotTabular', name, looksLike: sniffed.looksLike });
};
