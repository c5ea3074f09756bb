// The numbers of a registry's XML: `<list type='full' level='ac' val='818'><ac val='818'><ph val='2596712'/>…`, with any number of `<ac>`.
import { broken, type PartFault } from './part-fault.ts';
import type { RawRow } from './source-types.ts';
import { attribute, type XmlSink } from './xml-tokens.ts';

export interface RegistryRows {
  readonly sink: XmlSink;
  readonly fault: () => PartFault | null;
  readonly take: () => RawRow[];
}

/** Each `<ph>` is a row of area code and number, whatever stands in it: one that holds nothing is a blank line, and none is dropped. */
export const createRegistryRows = (): RegistryRows => {
  let rows: RawRow[] = [];
  let fault: PartFault | null = null;
  let line = 0;
  let areaCode = '';
  let number: string | null = null;
  let words = '';

  const sink: XmlSink = {
    open: (name, attributes, depth) => {
      if (depth === 1) {
        if (name !== 'list') fault ??= broken(`no list of a registry, but <${name.slice(0, 40)}>`);
        // Deletions read as entries would block those who left the list.
        const type = attribute(attributes, 'type') ?? 'full';
        if (type.toLowerCase() !== 'full') fault ??= broken(`a list of the type “${type.slice(0, 40)}”; of XML only full lists are read, change lists as flat text`);
      } else if (name === 'ac') areaCode = attribute(attributes, 'val') ?? '';
      else if (name === 'ph') {
        number = attribute(attributes, 'val');
        words = '';
      }
    },
    close: (name) => {
      if (name === 'ac') areaCode = '';
      else if (name === 'ph') {
        line += 1;
        const cell = (number ?? words).trim();
        rows.push({ line, span: 1, cells: cell === '' ? [''] : [areaCode, cell] });
        number = null;
        words = '';
      }
    },
    text: (piece) => {
      if (number === null && words.length < longestWords) words += piece;
    },
  };

  const take = (): RawRow[] => {
    const taken = rows;
    rows = [];
    return taken;
  };

  return Object.freeze({ sink, fault: () => fault, take });
};

const longestWords = 1000;
