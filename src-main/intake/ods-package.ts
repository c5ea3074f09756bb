// Whether a package is an OpenDocument spreadsheet, and that it is not under a password (ODF 1.3 part 2, sections 3 and 4).
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import type { PartFault } from './part-fault.ts';
import { unpack, type ZipEntry } from './zip-directory.ts';
import type { ZipParts } from './zip-parts.ts';

const CONTENT = 'content.xml';
const MANIFEST = 'META-INF/manifest.xml';

/** The part with the sheets; null where `mimetype` names another kind of document. */
export const findOdsPart = async (file: FileBytes, parts: ZipParts, mimetype: ZipEntry): Promise<Result<string | null, PartFault>> => {
  const kind = await readShort(file, mimetype);
  if (!/^application\/vnd\.oasis\.opendocument\.spreadsheet(?:-template)?\s*$/.test(kind)) return ok(null);
  if (parts.has(MANIFEST)) {
    let encrypted = false;
    const fault = await parts.readAll(MANIFEST, {
      open: (name) => { if (name === 'encryption-data') encrypted = true; },
      close: () => undefined,
      text: () => undefined,
    });
    if (encrypted) return fail({ kind: 'encrypted' });
    // Manifests of the first OpenOffice.org carry a DOCTYPE. What they would say, the content shows.
    if (fault?.kind === 'file') return fail(fault);
  }
  return ok(CONTENT);
};

const readShort = async (file: FileBytes, entry: ZipEntry): Promise<string> => {
  const reading = unpack(file, entry, 1024);
  const step = await reading.next();
  await reading.return(null);
  return step.done === true ? '' : step.value.toString('latin1');
};
