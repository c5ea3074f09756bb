// Import: wires the store to its views; "#/import?rows=3" shows the rows of import 3, "#/import?watches=all" the watched folders.
import type { JSX } from 'react';
import { useDesk } from '../../wizard/desk.tsx';
import { useDroppedFile } from '../../wizard/dropped-file.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { useWorkspace } from '../../wizard/workspace.tsx';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { ImportRowsView } from './import-rows-view.tsx';
import { createImportStore, type ImportState, type ImportStore } from './import-store.ts';
import { ImportView } from './import-view.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { WatchesView } from './watches-view.tsx';

export const ImportScreen = (): JSX.Element => {
  const { client, bridge, now } = useDesk();
  const { params } = useRoute();
  const go = useGo();
  const { state: workspace } = useWorkspace();
  const isLocked = workspace.status === 'showing' && workspace.home.next === 'unlock-secrets';
  const [state, store] = useScreenStore<ImportState, ImportStore>(() => createImportStore({ client, bridge, now }));
  const take = (file: File): void => {
    go('import');
    void store.offer(file);
  };
  const hovering = useFileDrop(take);
  useDroppedFile(take);
  const rowsOf = /^\d+$/.test(params['rows'] ?? '') ? Number(params['rows']) : null;
  if (params['watches'] !== undefined) {
    return (
      <WatchesView client={client} bridge={bridge} onBack={() => { go('import'); }} onRows={(importId) => { go('import', { rows: String(importId) }); }}
        onFile={(file, watchId) => {
          go('import');
          void store.look(file, watchId);
        }} />
    );
  }
  return rowsOf === null
    ? <ImportView state={state} store={store} client={client} bridge={bridge} isHovering={hovering} isLocked={isLocked} onGo={go} />
    : <ImportRowsView key={rowsOf} importId={rowsOf} client={client} onBack={() => { go('import'); }} onReview={() => { go('quarantine', { import: String(rowsOf) }); }} />;
};
