// One file's way from being chosen to being stored; nothing is stored before the analyst has seen the preview.
import { createStore } from 'zustand/vanilla';
import type { ReplyOf } from '../../../src-shared/contract/command.ts';
import type { Client, Contract } from '../../../src-shared/contract/contract.ts';
import type { ImportView, Layout, Preview } from '../../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Bridge, PickedFile } from '../../api/bridge.ts';
import { createCoalesced, createLatest } from '../../wizard/latest.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';
import { askedFor, type AskedReading } from './read-as.ts';
import type { LayoutName } from './save-layout-dialog.tsx';
import type { Vouch } from './vouch-form.tsx';

export type ImportProgress = { readonly rows: number; readonly bytes: number; readonly totalBytes: number; readonly startedAt: number; readonly at: number };

export type ImportStep =
  | { readonly step: 'choosing'; readonly failure: Failure | null; readonly file: PickedFile | null }
  | { readonly step: 'reading'; readonly name: string }
  /** `way` rises when it is read in another way than by changing this or that. */
  | { readonly step: 'preview'; readonly file: PickedFile; readonly preview: Preview; readonly busy: boolean; readonly failure: Failure | null; readonly way: number }
  | { readonly step: 'storing'; readonly name: string; readonly progress: ImportProgress | null }
  | { readonly step: 'stored'; readonly view: ImportView };

/** `version` rises when the list of imports must be read again. `watchId`: the watched folder that stopped at this file. */
export type ImportState = { readonly now: ImportStep; readonly version: number; readonly watchId: number | null };

export type ImportStore = ScreenStore<ImportState> & {
  readonly pick: () => Promise<void>;
  readonly offer: (file: File) => Promise<void>;
  /** Looks at the file that stopped a watched folder. */
  readonly look: (file: PickedFile, watchId: number) => Promise<void>;
  /** Reads the preview again under another layout; a field left out is proposed anew, or is as in the saved layout. */
  readonly relayout: (layout: Partial<Layout>) => Promise<void>;
  /** Reads it as something else: one of `readAsOptions`. */
  readonly readAs: (choice: string) => Promise<void>;
  /** Saves how the file is read now; the file is then one of that layout. Null: there is no preview. */
  readonly saveLayout: (draft: LayoutName) => Promise<Result<SavedLayout, Failure> | null>;
  readonly forgetLayout: (layoutId: number) => Promise<Result<null, Failure>>;
  /** Reads the file that failed again, with a layout that may help. */
  readonly retry: (layout?: Partial<Layout>) => Promise<void>;
  /** `vouched`: a person's word for what the file itself does not prove. */
  readonly keep: (vouched?: Vouch) => Promise<void>;
  readonly startOver: () => void;
};

const nothing: ImportStep = { step: 'choosing', failure: null, file: null };

export const createImportStore = ({ client, bridge, now }: { readonly client: Client; readonly bridge: Bridge; readonly now: () => number }): ImportStore => {
  const store = createStore<ImportState>(() => ({ now: nothing, version: 0, watchId: null }));
  const latest = createLatest();
  const at = (step: ImportStep): void => { store.setState({ now: step }); };
  const step = (): ImportStep => store.getState().now;

  const read = async (file: PickedFile, layout?: Partial<Layout>): Promise<void> => {
    at({ step: 'reading', name: file.name });
    await latest(async () => await client.call('import.preview', { ticket: file.ticket, ...(layout === undefined ? {} : { layout }) }), (reply) => {
      at(reply.ok ? { step: 'preview', file, preview: reply.value, busy: false, failure: null, way: 0 } : { step: 'choosing', failure: reply.failure, file });
    });
  };

  const take = async (chosen: Promise<Result<PickedFile | null, Failure>>): Promise<void> => {
    const picked = await chosen;
    if (!picked.ok || picked.value !== null) store.setState({ watchId: null });
    if (!picked.ok) at({ step: 'choosing', failure: picked.failure, file: null });
    else if (picked.value !== null) await read(picked.value);
  };

  const relayout = async (layout: Partial<Layout>): Promise<void> => {
    const before = step();
    if (before.step !== 'preview') return;
    at({ ...before, busy: true, failure: null });
    const { saved = null } = before.preview;
    const ask = async (asked: Partial<Layout>): Promise<ReplyOf<Contract['import.preview']>> => await client.call('import.preview', { ticket: before.file.ticket, layout: asked, ...layoutIdOf(before.preview) });
    await latest(async () => {
      const reply = await ask(layout);
      if (!reply.ok || (layout.cuts ?? null) === null || hasNumbers(reply.value)) return reply;
      // Lines cut in another way: where no phone column reads as numbers any more, the one that does takes its place.
      const { phoneColumns: _none, ...rest } = layout;
      const proposed = await ask(rest);
      return proposed.ok && hasNumbers(proposed.value) ? proposed : reply;
    }, (reply) => {
      // Changed by hand it is still the layout that was proposed, and for the same reason.
      at(reply.ok ? { ...before, preview: saved === null ? reply.value : { ...reply.value, saved }, busy: false, failure: null } : { ...before, busy: false, failure: reply.failure });
    });
  };

  const readAs = async (choice: string): Promise<void> => {
    const before = step();
    const asked = before.step === 'preview' ? askedFor(choice, before.preview) : null;
    if (before.step !== 'preview' || asked === null) return;
    at({ ...before, busy: true, failure: null });
    const look = async (more: AskedReading): Promise<ReplyOf<Contract['import.preview']>> => await client.call('import.preview', { ticket: before.file.ticket, ...more });
    await latest(async () => {
      const reply = await look(asked);
      // A person who says so means it: the columns can then be cut and chosen by sight.
      return !reply.ok && reply.failure.type === 'NoPhoneColumn' && asked.layout !== undefined ? await look({ ...asked, layout: { ...asked.layout, phoneColumns: [0] } }) : reply;
    }, (reply) => {
      at(reply.ok ? { ...before, preview: reply.value, busy: false, failure: null, way: before.way + 1 } : { ...before, busy: false, failure: reply.failure });
    });
  };

  const saveLayout: ImportStore['saveLayout'] = async (draft) => {
    const before = step();
    if (before.step !== 'preview') return null;
    const { layout, looks } = before.preview;
    const reply = await client.call('layout.save', { ...draft, layout, ...(looks === undefined ? {} : { looks }) });
    const now = step();
    if (reply.ok && now.step === 'preview') at({ ...now, preview: { ...now.preview, saved: { layoutId: reply.value.layoutId, name: reply.value.name, why: 'saved by you just now' } } });
    if (reply.ok) store.setState({ version: store.getState().version + 1 });
    return reply;
  };

  const keep = async (vouched?: Vouch): Promise<void> => {
    const before = step();
    if (before.step !== 'preview' || before.busy) return;
    at({ step: 'storing', name: before.file.name, progress: null });
    const reply = await client.call('import.store', { ticket: before.file.ticket, layout: before.preview.layout, ...layoutIdOf(before.preview), ...(vouched === undefined ? {} : { vouched }) });
    if (reply.ok) at({ step: 'stored', view: reply.value });
    else at({ ...before, busy: false, failure: reply.failure });
    store.setState({ version: store.getState().version + 1 });
  };

  let close = (): void => undefined;
  return {
    store,
    pick: async () => { await take(bridge.pickFile()); },
    offer: async (file) => {
      const { step: before } = step();
      if (before !== 'storing') await take(bridge.offerFile(file));
    },
    look: async (file, watchId) => {
      if (step().step === 'storing') return;
      store.setState({ watchId });
      await read(file);
    },
    relayout,
    readAs,
    saveLayout,
    forgetLayout: async (layoutId) => {
      const reply = await client.call('layout.remove', { layoutId });
      const shown = step();
      if (reply.ok && shown.step === 'preview') at({ ...shown, preview: { ...shown.preview, saved: null } });
      store.setState({ version: store.getState().version + 1 });
      return reply;
    },
    retry: async (layout) => {
      const before = step();
      if (before.step === 'choosing' && before.file !== null) await read(before.file, layout);
    },
    keep,
    startOver: () => {
      void latest(async () => { await Promise.resolve(); }, () => undefined);
      store.setState({ watchId: null });
      at(nothing);
    },
    open: () => {
      const look = createCoalesced(async () => {
        store.setState({ version: store.getState().version + 1 });
        await Promise.resolve();
      }, 400);
      const deaf = client.listen((event) => {
        const shown = step();
        if (event.type === 'ledger.changed') look.hint();
        if (event.type !== 'import.progress' || shown.step !== 'storing' || event.file !== shown.name) return;
        const moment = now();
        at({ ...shown, progress: { rows: event.rows, bytes: event.bytes, totalBytes: event.totalBytes, startedAt: shown.progress?.startedAt ?? moment, at: moment } });
      });
      close = () => { deaf(); look.close(); };
    },
    close: () => { close(); },
  };
};

const hasNumbers = ({ rows }: Preview): boolean => rows.some(({ readings }) => readings.some(({ verdict }) => verdict === 'accepted'));

const layoutIdOf = ({ saved = null }: Preview): { readonly layoutId?: number } => (saved === null ? {} : { layoutId: saved.layoutId });

/** Rows a second and milliseconds left, from the bytes read so far; null until it can be told. */
export const importPace = ({ rows, bytes, totalBytes, startedAt, at }: ImportProgress): { readonly perSecond: number | null; readonly timeLeftMs: number | null } => {
  const took = at - startedAt;
  if (took < 500 || bytes === 0) return { perSecond: null, timeLeftMs: null };
  return { perSecond: (rows / took) * 1000, timeLeftMs: totalBytes > bytes ? (took / bytes) * (totalBytes - bytes) : 0 };
};
