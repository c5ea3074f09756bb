// A registry's XML as a source of rows, one for each number: streamed, bounded in memory, and counted by a scan of its own.
import { createHash } from 'node:crypto';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import type { PartFault } from './part-fault.ts';
import { createRegistryRows } from './registry-xml-rows.ts';
import type { Rows, Source, SourceFacts } from './source-types.ts';
import { createTagCounter } from './tag-counter.ts';
import { takeHead } from './take-head.ts';
import { createTextDecoding, guessUtf16, readBom } from './text-encoding.ts';
import { scanText } from './text-scan.ts';
import { createXmlTokens } from './xml-tokens.ts';

const PIECE = 128 * 1024;

/** Whether the first bytes begin a document whose root is, or by its DOCTYPE shall be, `<list>`. */
export const looksLikeRegistryXml = (head: Buffer): boolean => {
  const mark = readBom(head);
  const encoding = mark?.encoding ?? guessUtf16(head) ?? 'windows-1252';
  const start = createTextDecoding(encoding).push(head.subarray(mark?.length ?? 0, 8192)) ?? '';
  return /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*(?:<!DOCTYPE\s+list\b|<(?:[\w.-]+:)?list[\s/>])/i.test(start);
};

/** A line is one `<ph>`; the first cell is the area code around it, the second the number. Fails with XmlBroken, and as text does. */
export const openRegistryXml = async (file: FileBytes, head: Buffer): Promise<Result<Source, FileFailure>> => {
  // All of it may be one line.
  const scanned = await scanText(file, head, Infinity);
  if (!scanned.ok) return scanned;
  const { sha256, encoding, bom } = scanned.value;
  const facts: SourceFacts = Object.freeze({ name: file.name, bytes: file.size, sha256, format: 'xml', encoding, sheets: [], registryXml: true });
  const changed = fail({ type: 'FileChanged', name: file.name } as const);

  async function* rows(): Rows {
    const hash = createHash('sha256');
    const decoding = createTextDecoding(encoding);
    const counter = createTagCounter('ph');
    const found = createRegistryRows();
    const tokens = createXmlTokens(found.sink);
    const reading = file.pieces(0, file.size, PIECE);
    let read = 0;
    try {
      for (;;) {
        const step = await reading.next();
        if (step.done === true) {
          if (step.value !== null) return fail(step.value);
          break;
        }
        hash.update(step.value);
        const text = decoding.push(read === 0 ? step.value.subarray(bom) : step.value);
        read += step.value.length;
        const last = read === file.size;
        if (text === null || (last && !decoding.whole())) return changed;
        counter.push(text, last);
        const fault = tokens.push(text, last) ?? found.fault();
        if (fault !== null) return fail((await file.unchanged()) ?? { type: 'XmlBroken', name: file.name, why: wordsOf(fault) });
        const taken = found.take();
        if (taken.length > 0) yield taken;
      }
    } finally {
      await reading.return(null);
    }
    const failure = await file.unchanged();
    if (failure !== null) return fail(failure);
    return hash.digest('hex') === sha256 ? ok({ lines: counter.count() }) : changed;
  }

  const readHead: Source['head'] = async (_options, count) => {
    const first = await takeHead(rows(), count);
    return first.ok ? ok({ rows: first.value, delimiter: null, sheet: null }) : first;
  };

  return ok(Object.freeze({ facts, head: readHead, rows }));
};

const wordsOf = (fault: PartFault): string => (fault.kind === 'broken' ? fault.why : fault.kind === 'large' ? `more than ${fault.limit}` : fault.kind);
