// Log: wires the store to its views; "#/log?tab=export" opens the export.
import type { JSX } from 'react';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { createLogStore, type LogState, type LogStore } from './log-store.ts';
import { LogView } from './log-view.tsx';

export const LogScreen = (): JSX.Element => {
  const { client, bridge } = useDesk();
  const { tell } = useNotices();
  const { params } = useRoute();
  const go = useGo();
  const [state, store] = useScreenStore<LogState, LogStore>(() => createLogStore(client, bridge));
  const save = async (ticket: string): Promise<void> => {
    const isSaved = await bridge.saveFile(ticket);
    if (!isSaved) tell({ text: 'The file was not saved elsewhere; it stays in the exports folder of this desk.' });
  };
  return (
    <LogView
      state={state} client={client} tab={params['tab'] ?? 'leaves'} onTab={(tab) => { go('log', tab === 'leaves' ? {} : { tab }); }}
      onExport={(to) => { void store.exportLog(to); }} onSave={(ticket) => { void save(ticket); }} onFile={(file) => { void store.checkFile(file); }}
      onRetry={() => { void store.refresh(); }} onSecrets={() => { go('destinations'); }}
    />
  );
};
