// What a workbook says about itself before its rows are read: sheets in order, where its parts lie, which styles are dates.
import { posix } from 'node:path';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { broken, type PartFault } from './part-fault.ts';
import { isDateFormat } from './xlsx-cells.ts';
import { attribute, type XmlSink } from './xml-tokens.ts';
import type { ZipParts } from './zip-parts.ts';

export type Workbook = {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: string }[];
  readonly sharedStringsPart: string | null;
  readonly date1904: boolean;
  readonly isDateStyle: (style: number) => boolean;
};

export type FaultyPart = { readonly part: string; readonly fault: PartFault };
type Relation = { readonly id: string; readonly type: string; readonly part: string };

/** The workbook part by the package's root relationships; null where the package is none. Strict and transitional differ only in the type's address. */
export const findWorkbookPart = async (parts: ZipParts): Promise<string | null> => {
  if (parts.has('_rels/.rels')) {
    const relations = await readRelations(parts, '_rels/.rels', '');
    const main = relations.ok ? relations.value.find(({ type }) => type.endsWith('/officeDocument'))?.part : undefined;
    if (main !== undefined && /\.xml$/i.test(main) && (await rootOf(parts, main)) === 'workbook') return main;
  }
  return parts.has('xl/workbook.xml') ? 'xl/workbook.xml' : null;
};

export const readWorkbook = async (parts: ZipParts, part: string): Promise<Result<Workbook, FaultyPart>> => {
  const listed: { name: string; state: string; id: string }[] = [];
  let date1904 = false;
  const fault = await parts.readAll(part, {
    open: (name, attributes, depth) => {
      if (name === 'sheet' && depth === 3) {
        listed.push({
          name: attribute(attributes, 'name') ?? '', state: attribute(attributes, 'state') ?? 'visible', id: attribute(attributes, 'id') ?? '',
        });
      }
      if (name === 'workbookPr') date1904 = isTrue(attribute(attributes, 'date1904'));
    },
    close: ignore,
    text: ignore,
  });
  if (fault !== null) return fail({ part, fault });

  const relationsPart = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  const relations = await readRelations(parts, relationsPart, posix.dirname(part));
  if (!relations.ok) return fail({ part: relationsPart, fault: relations.failure });
  const byType = (type: string): string | null => relations.value.find((relation) => relation.type.endsWith(`/${type}`))?.part ?? null;

  // Chart and dialog sheets are listed among the others and hold no rows.
  const sheets = listed.flatMap(({ name, state, id }) => {
    const relation = relations.value.find((one) => one.id === id && one.type.endsWith('/worksheet'));
    return relation === undefined ? [] : [{ name, hidden: state !== 'visible', part: relation.part }];
  });
  if (sheets.length === 0) return fail({ part, fault: broken('no worksheet') });

  const stylesPart = byType('styles');
  const styles = await readDateStyles(parts, stylesPart);
  if (!styles.ok) return fail({ part: stylesPart ?? '', fault: styles.failure });
  return ok({ sheets, sharedStringsPart: byType('sharedStrings'), date1904, isDateStyle: (style) => styles.value[style] === true });
};

const readRelations = async (parts: ZipParts, part: string, folder: string): Promise<Result<readonly Relation[], PartFault>> => {
  const relations: Relation[] = [];
  const fault = await parts.readAll(part, {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
      const target = (attribute(attributes, 'Target') ?? '').replaceAll('\\', '/');
      relations.push({
        id: attribute(attributes, 'Id') ?? '',
        type: attribute(attributes, 'Type') ?? '',
        part: target.startsWith('/') ? posix.normalize(target).slice(1) : posix.normalize(posix.join(folder, target)),
      });
    },
    close: ignore,
    text: ignore,
  });
  return fault === null ? ok(relations) : fail(fault);
};

/** By the index that cells carry as `s`: whether that style shows a date (ECMA-376 part 1, 18.8.10 cellXfs, 18.8.30 numFmt). */
const readDateStyles = async (parts: ZipParts, part: string | null): Promise<Result<readonly boolean[], PartFault>> => {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCellXfs = false;
  const sink: XmlSink = {
    open: (name, attributes, depth) => {
      if (name === 'cellXfs') inCellXfs = true;
      else if (name === 'numFmt' && depth === 3) codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (name === 'xf' && inCellXfs) formats.push(Number(attribute(attributes, 'numFmtId') ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellXfs = false;
    },
    text: ignore,
  };
  const fault = part === null || !parts.has(part) ? null : await parts.readAll(part, sink);
  return fault === null ? ok(formats.map((id) => isDateFormat(id, codes.get(id)))) : fail(fault);
};

const rootOf = async (parts: ZipParts, part: string): Promise<string | null> => {
  if (!parts.has(part)) return null;
  let root: string | null = null;
  const reading = parts.read(part, { open: (name, _attributes, depth) => { if (depth === 1) root = name; }, close: ignore, text: ignore }, 64 << 20);
  await reading.next();
  await reading.return(null);
  return root;
};

const isTrue = (value: string | null): boolean => value === '1' || value === 'true' || value === 'on';

const ignore = (): void => undefined;
