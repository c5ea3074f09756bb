// What bears witness outside this computer, as the page knows it, and every way in which the next checkpoint leaves.
import { createStore } from 'zustand/vanilla';
import type { AnchorStatus, AnchorView, CheckpointSheet, CosignerSelf, CosignerView, SeenLogView } from '../../../src-shared/contract/anchors.ts';
import type { InputOf } from '../../../src-shared/contract/command.ts';
import type { Client, Contract } from '../../../src-shared/contract/contract.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Bridge } from '../../api/bridge.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading, isLedgerChange } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type WitnessState = {
  readonly status: AnchorStatus | null;
  readonly anchors: readonly AnchorView[];
  readonly cosigners: readonly CosignerView[];
  readonly seen: readonly SeenLogView[];
  /** Asked for when a person wants to cosign; it makes the key. */
  readonly self: CosignerSelf | null;
  readonly failure: Failure | null;
  readonly isBusy: boolean;
};

export type HandOver = InputOf<Contract['anchor.hand-over']>;

/** Each answers null where it failed; the failure stays in the state. */
export type WitnessActs = {
  readonly handOver: (made: HandOver) => Promise<AnchorView | null>;
  readonly sheet: () => Promise<CheckpointSheet | null>;
  readonly mail: () => Promise<{ readonly leaves: number; readonly subject: string; readonly body: string } | null>;
  /** A ticket to save. */
  readonly checkpointFile: () => Promise<string | null>;
  readonly request: (vkey: string) => Promise<string | null>;
  readonly stamp: (address: string) => Promise<AnchorView | null>;
  readonly addCosigner: (vkey: string) => Promise<boolean>;
  readonly addCosignature: (file: File) => Promise<AnchorView | null>;
  readonly findSelf: () => Promise<void>;
  readonly trust: (vkey: string) => Promise<boolean>;
  readonly cosign: (file: File) => Promise<string | null>;
  readonly witness: (file: File) => Promise<boolean>;
};
export type WitnessStore = ScreenStore<WitnessState> & WitnessActs;

const SHOWN = 100;

export const createWitnessStore = (client: Client, bridge: Pick<Bridge, 'offerFile'>): WitnessStore => {
  const store = createStore<WitnessState>(() => ({ status: null, anchors: [], cosigners: [], seen: [], self: null, failure: null, isBusy: false }));
  const latest = createLatest();
  const refresh = (): Promise<void> => latest(
    async () => await Promise.all([client.call('anchor.status', {}), client.call('anchor.page', { offset: 0, limit: SHOWN }), client.call('anchor.cosigners', {}), client.call('anchor.seen', {})]),
    ([status, anchors, cosigners, seen]) => {
      store.setState({
        ...(status.ok ? { status: status.value } : { failure: status.failure }), ...(anchors.ok ? { anchors: anchors.value.rows } : {}),
        ...(cosigners.ok ? { cosigners: cosigners.value } : {}), ...(seen.ok ? { seen: seen.value } : {}),
      });
    });
  const perform = async <T,>(act: () => Promise<Result<T, Failure>>): Promise<T | null> => {
    store.setState({ isBusy: true, failure: null });
    const reply = await act();
    store.setState({ isBusy: false, failure: reply.ok ? null : reply.failure });
    if (!reply.ok) return null;
    await refresh();
    return reply.value;
  };
  const withFile = <T,>(file: File, act: (ticket: string) => Promise<Result<T, Failure>>): Promise<T | null> => perform(async () => {
    const offered = await bridge.offerFile(file);
    return offered.ok ? act(offered.value.ticket) : offered;
  });
  const ticketOf = (made: { readonly ticket: string } | null): string | null => made?.ticket ?? null;
  return {
    store,
    handOver: (made) => perform(() => client.call('anchor.hand-over', made)),
    sheet: () => perform(() => client.call('anchor.checkpoint', {})),
    mail: () => perform(() => client.call('anchor.mail-text', {})),
    checkpointFile: async () => ticketOf(await perform(() => client.call('anchor.checkpoint-file', {}))),
    request: async (vkey) => ticketOf(await perform(() => client.call('anchor.request', { vkey }))),
    stamp: (address) => perform(() => client.call('anchor.stamp', { address })),
    addCosigner: async (vkey) => (await perform(() => client.call('anchor.add-cosigner', { vkey }))) !== null,
    addCosignature: (file) => withFile(file, (ticket) => client.call('anchor.add-cosignature', { ticket })),
    findSelf: async () => {
      const self = await perform(() => client.call('anchor.cosigner-key', {}));
      if (self !== null) store.setState({ self });
    },
    trust: async (vkey) => (await perform(() => client.call('anchor.trust-log', { vkey }))) !== null,
    cosign: async (file) => ticketOf(await withFile(file, (ticket) => client.call('anchor.cosign', { ticket }))),
    witness: async (file) => (await withFile(file, async (ticket) => {
      const sealed = await client.call('anchor.witness', { ticket });
      return sealed.ok ? ok(true) : sealed;
    })) !== null,
    ...createReading(client, refresh, { restMs: 500, concerns: isLedgerChange }),
  };
};
