// A ledger with as many held rows as wanted, the same each time: five reasons, two of them with suggestions, and accepted numbers between them.
import { layoutSchema } from '../../src-shared/contract/imports.ts';
import type { RejectReason } from '../../src-shared/domain/reject.ts';
import { createEntryPacker } from '../../src-main/core/pack-entries.ts';
import type { Ledger } from '../../src-main/ledger/open-ledger.ts';

const layout = layoutSchema.parse({
  headerLine: 0, phoneColumns: [0], codeColumn: 1, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'ymd', region: 'US', sheet: null, delimiter: ',',
});

type Held = { readonly raw: (ten: string, i: number) => string; readonly reason: RejectReason; readonly suggests: boolean };
const kinds: readonly Held[] = [
  { raw: (ten) => `DNC ${ten}`, reason: 'letters_around', suggests: true },
  { raw: (ten) => `tel ${ten} home`, reason: 'letters_around', suggests: true },
  { raw: (ten, i) => `ask row ${i}: ${ten}`, reason: 'letters_around', suggests: true },
  { raw: (ten) => `+${ten}`, reason: 'ambiguous_prefix', suggests: true },
  { raw: (ten) => ten.slice(3), reason: 'no_area_code', suggests: false },
  { raw: (_ten, i) => `see note ${i}`, reason: 'words', suggests: false },
  { raw: () => '0000000000', reason: 'placeholder', suggests: false },
];
const areaCodes = ['202', '205', '212', '213', '214', '303', '305', '312', '404', '415', '503', '512', '602', '617', '702', '713', '801', '808', '901', '907'];

/** One import; every sixth row is accepted besides. Numbers are fictitious (555-0100 to 0199), told apart by the codes of their rows. */
export const makeHeld = (ledger: Ledger, held: number): number => {
  const importId = ledger.transact(() => ledger.staging.begin({ name: 'held.csv', bytes: held * 30, sha256: 'ab'.repeat(32), format: 'text', encoding: 'utf-8', sheet: null, region: 'US', layout: JSON.stringify(layout), at: Date.UTC(2026, 0, 5) }));
  const newPacker = createEntryPacker(layout);
  const quarantined: Partial<Record<RejectReason, number>> = {};
  let accepted = 0;
  let line = 0;
  for (let done = 0; done < held;) {
    const packer = newPacker();
    for (const end = Math.min(held, done + 2000); done < end;) {
      line += 1;
      const ten = `${areaCodes[line % areaCodes.length]}55501${String(Math.floor(line / areaCodes.length) % 100).padStart(2, '0')}`;
      const code = `C${Math.floor(line / (areaCodes.length * 100))}`;
      const facts = { code, jurisdiction: null, expiresAt: null };
      if (line % 6 === 0) {
        packer.add({ line, span: 1, cells: [ten, code] }, { readings: [{ verdict: 'accepted', raw: ten, phone: `+1${ten}`, country: 'US', state: null, notes: [], extension: null }], facts });
        accepted += 1;
        continue;
      }
      const kind = kinds[line % kinds.length]!;
      const raw = kind.raw(ten, line);
      packer.add({ line, span: 1, cells: [raw, code] }, { readings: [{ verdict: 'quarantined', raw, reason: kind.reason, suggestion: kind.suggests ? `+1${ten}` : null }], facts });
      quarantined[kind.reason] = (quarantined[kind.reason] ?? 0) + 1;
      done += 1;
    }
    ledger.transact(() => ledger.staging.stageBatch(importId, packer.end()));
  }
  while (!ledger.transact(() => ledger.staging.settleSome(importId)));
  ledger.transact(() => {
    ledger.staging.finish(importId);
    ledger.imports.store(importId, { lines: line, header: 0, ignored: 0, blank: 0, accepted, duplicate: 0, quarantined, setAside: {}, numbers: accepted, millis: 1 }, 0);
  });
  return importId;
};
