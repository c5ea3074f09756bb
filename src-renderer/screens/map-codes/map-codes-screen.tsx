// Code map: wires the store to its views; "#/map-codes?tab=conflicts" opens the conflicts.
import type { JSX } from 'react';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import { createMapCodesStore, type MapCodesState, type MapCodesStore } from './map-codes-store.ts';
import { MapCodesView } from './map-codes-view.tsx';

export const MapCodesScreen = (): JSX.Element => {
  const { client } = useDesk();
  const { tell } = useNotices();
  const { params } = useRoute();
  const go = useGo();
  const [state, store] = useScreenStore<MapCodesState, MapCodesStore>(() => createMapCodesStore(client, createDraftKeeper(window.sessionStorage)));
  const say = async (reply: Promise<Result<unknown, Failure> | null>, words: string): Promise<void> => { tellReply(tell, await reply, () => words); };
  return (
    <MapCodesView
      state={state} tab={params['tab'] ?? 'codes'} onTab={(tab) => { go('map-codes', tab === 'codes' ? {} : { tab }); }}
      onEdit={store.edit} onUndo={store.undoChanges} onOpenVersion={(version) => { void store.openVersion(version); }}
      onSave={(note) => { void say(store.save(note), 'Saved as a new version.'); }}
      onUseVersion={(version) => { void say(store.reuseVersion(version), `The lines of version ${version} are in use again, as a new version.`); }}
      onDecide={(kind, choice, because) => { void say(store.decide(kind, choice, because), 'Decided; it stands in the sealed log.'); }}
      onRetry={() => { void store.refresh(); }} onImport={() => { go('import'); }}
    />
  );
};
