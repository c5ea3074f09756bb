// What bears witness to this log outside this computer, whose cosignature counts, and which other logs were seen here.
import type { Database } from 'better-sqlite3';
import type { AnchorKind } from '../../../src-shared/contract/anchors.ts';
import type { Anchors } from '../../sealed-log/bundle-frame.ts';

export type Anchor = {
  /** The checkpoint's size in leaves, its three lines, and the signed note with what others signed below it. */
  readonly size: number; readonly kind: AnchorKind; readonly body: string; readonly note: string;
  /** What an authority was asked, what it answered, and the certificates in its answer (PEM); null for other kinds. */
  readonly tsq: Buffer | null; readonly tsr: Buffer | null; readonly chain: string | null;
  readonly at: number; readonly leafSeq: number;
};
export type CosignerRow = { readonly vkey: string; readonly name: string; readonly at: number };
/** `size` 0: its key was given here, and no checkpoint of it was seen yet. */
export type SeenLog = { readonly origin: string; readonly vkeys: readonly string[]; readonly size: number; readonly root: Buffer; readonly note: string; readonly at: number };

export type AnchorRepository = {
  readonly record: (anchor: Anchor) => void;
  /** Newest first. */
  readonly page: (offset: number, limit: number) => { readonly total: number; readonly rows: readonly Anchor[] };
  readonly latest: () => Pick<Anchor, 'at' | 'kind' | 'size'> | null;
  /** The note of this size as the last cosigner left it; null where nobody cosigned it. */
  readonly cosignedNote: (size: number) => string | null;
  readonly checkpointNote: (size: number) => string | null;
  /** For an export of this size: everything anchored up to it, and the notes of those sizes (`BundleFrame.anchors` and `further`). */
  readonly forBundle: (size: number) => { readonly anchors: Anchors; readonly notes: readonly { readonly size: number; readonly note: string }[] };
  readonly cosigners: () => readonly CosignerRow[];
  readonly addCosigner: (cosigner: CosignerRow) => void;
  readonly removeCosigner: (vkey: string) => boolean;
  readonly seen: (origin: string) => SeenLog | null;
  readonly allSeen: () => readonly SeenLog[];
  readonly keepSeen: (log: SeenLog) => void;
};

export const createAnchorRepository = (db: Database): AnchorRepository => {
  const insert = db.prepare('INSERT INTO anchor (size, kind, body, note, tsq, tsr, chain, at, leaf_seq) VALUES (@size, @kind, @body, @note, @tsq, @tsr, @chain, @at, @leafSeq)');
  const columns = 'size, kind, body, note, tsq, tsr, chain, at, leaf_seq AS leafSeq';
  const page = db.prepare<[number, number], Anchor>(`SELECT ${columns} FROM anchor ORDER BY id DESC LIMIT ? OFFSET ?`);
  const total = db.prepare<[], number>('SELECT count(*) FROM anchor').pluck();
  const latest = db.prepare<[], Pick<Anchor, 'at' | 'kind' | 'size'>>('SELECT at, kind, size FROM anchor ORDER BY at DESC, id DESC LIMIT 1');
  const cosigned = db.prepare<[number], string>("SELECT note FROM anchor WHERE size = ? AND kind = 'cosign' ORDER BY id DESC LIMIT 1").pluck();
  const note = db.prepare<[number], string>('SELECT note FROM checkpoint WHERE size = ?').pluck();
  const upTo = db.prepare<[number], Anchor>(`SELECT ${columns} FROM anchor WHERE size <= ? AND kind IN ('cosign', 'rfc3161') ORDER BY size, id`);
  const cosigners = db.prepare<[], CosignerRow>('SELECT vkey, name, at FROM cosigner ORDER BY at, vkey');
  const addCosigner = db.prepare('INSERT INTO cosigner (vkey, name, at) VALUES (@vkey, @name, @at) ON CONFLICT (vkey) DO UPDATE SET name = excluded.name');
  const removeCosigner = db.prepare('DELETE FROM cosigner WHERE vkey = ?');
  const seen = db.prepare<[string], SeenRow>('SELECT origin, vkeys, size, root, note, at FROM seen_log WHERE origin = ?');
  const allSeen = db.prepare<[], SeenRow>('SELECT origin, vkeys, size, root, note, at FROM seen_log ORDER BY origin');
  const keepSeen = db.prepare(`INSERT INTO seen_log (origin, vkeys, size, root, note, at) VALUES (@origin, @vkeys, @size, @root, @note, @at)
    ON CONFLICT (origin) DO UPDATE SET vkeys = excluded.vkeys, size = excluded.size, root = excluded.root, note = excluded.note, at = excluded.at`);
  const cosignedNote = (size: number): string | null => cosigned.get(size) ?? null;
  return {
    record: (anchor) => { insert.run(anchor); },
    page: (offset, limit) => ({ total: total.get() ?? 0, rows: page.all(limit, offset) }),
    latest: () => latest.get() ?? null,
    cosignedNote,
    checkpointNote: (size) => note.get(size) ?? null,
    forBundle: (size) => {
      const rows = upTo.all(size);
      const sizes = [...new Set(rows.map((row) => row.size))];
      // A bundle has one stamp a size: the first, since it is the oldest evidence.
      const stamps = sizes.flatMap((each) => {
        const row = rows.find((one) => one.size === each && one.kind === 'rfc3161');
        return row?.tsq == null || row.tsr === null ? [] : [{ size: each, body: row.body, query: row.tsq, reply: row.tsr }];
      });
      const chain = rows.flatMap((row) => row.chain ?? []).flatMap((pem) => pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? []);
      return {
        anchors: {
          stamps, tsaChain: chain.length === 0 ? null : [...new Set(chain)].join(''),
          cosigned: sizes.flatMap((each) => {
            const kept = cosignedNote(each);
            return kept === null ? [] : [{ size: each, note: kept }];
          }),
          cosigners: cosigners.all().map(({ vkey }) => vkey),
        },
        notes: sizes.flatMap((each) => {
          const kept = note.get(each);
          return kept === undefined ? [] : [{ size: each, note: kept }];
        }),
      };
    },
    cosigners: () => cosigners.all(),
    addCosigner: (cosigner) => { addCosigner.run(cosigner); },
    removeCosigner: (vkey) => removeCosigner.run(vkey).changes > 0,
    seen: (origin) => {
      const row = seen.get(origin);
      return row === undefined ? null : seenOf(row);
    },
    allSeen: () => allSeen.all().map(seenOf),
    keepSeen: (log) => { keepSeen.run({ ...log, vkeys: JSON.stringify(log.vkeys) }); },
  };
};

type SeenRow = Omit<SeenLog, 'vkeys'> & { readonly vkeys: string };

/** Written by `keepSeen` alone. */
const seenOf = (row: SeenRow): SeenLog => ({ ...row, vkeys: JSON.parse(row.vkeys) as readonly string[] });
