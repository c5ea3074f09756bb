// Watched folders: what each is doing, what stopped it and how it goes on, and the lines by which the system looks while no window is open.
import { useState, type JSX } from 'react';
import { ArrowLeft, FolderPlus, FolderSync, RefreshCw } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { Bridge, PickedFile } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Panel, Screen } from '../../ui/layout.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import styles from './import.module.css';
import { ScheduleLines } from './schedule-lines.tsx';
import { useSavedLayouts } from './use-saved-layouts.ts';
import { useWatches } from './use-watches.ts';
import { WatchCard } from './watch-card.tsx';
import { AddWatchDialog, ByCommandDialog } from './watch-dialog.tsx';
import { lookWords } from './watch-words.ts';

type Props = {
  readonly client: Client;
  readonly bridge: Pick<Bridge, 'pickFolder'>;
  readonly onBack: () => void;
  readonly onRows: (importId: number) => void;
  /** The file that stopped this folder, to be looked at as if it had been chosen. */
  readonly onFile: (file: PickedFile, watchId: number) => void;
};

export const WatchesView = ({ client, bridge, onBack, onRows, onFile }: Props): JSX.Element => {
  const { watches, failure, refresh } = useWatches(client);
  const layouts = useSavedLayouts(client, 0);
  const [chosen, setChosen] = useState<PickedFile | null>(null);
  const [isTold, setTold] = useState(false);
  const [isLooking, setLooking] = useState(false);
  const { tell } = useNotices();

  const add = async (): Promise<void> => {
    if (bridge.pickFolder === undefined) return setTold(true);
    const picked = await bridge.pickFolder();
    if (!picked.ok) return void tellReply(tell, picked, () => '');
    return setChosen(picked.value);
  };
  const look = async (): Promise<void> => {
    setLooking(true);
    const reply = await client.call('watch.sync', {});
    setLooking(false);
    refresh();
    tellReply(tell, reply, lookWords);
  };

  const addButton = <Button kind="primary" icon={<FolderPlus aria-hidden="true" />} onPress={() => { void add(); }}>Watch a folder</Button>;
  const hasAny = watches !== null && watches.length > 0;
  return (
    <Screen title="Watched folders" lead="New files in these folders are imported by themselves. Anything doubtful stops the folder and waits for you."
      actions={(
        <>
          <Button icon={<ArrowLeft aria-hidden="true" />} onPress={onBack}>Back to Import</Button>
          {hasAny ? <Button icon={<RefreshCw aria-hidden="true" />} isPending={isLooking} onPress={() => { void look(); }}>Look now</Button> : null}
          {hasAny ? addButton : null}
        </>
      )}>
      {failure === null ? null : <FailureNotice failure={failure} onRetry={refresh} />}
      {watches === null && failure === null ? <Loading what="the watched folders" /> : null}
      {watches?.length === 0 ? (
        <Panel><EmptyState title="No folder is watched yet" icon={<FolderSync />} action={addButton}>Choose the folder in which lists arrive. A file there is imported when it is of a known format or looks like a layout you saved; any other stops the folder and is shown here.</EmptyState></Panel>
      ) : null}
      {hasAny ? (
        <ul className={cx(styles['watches'])}>
          {watches.map((watch) => <li key={watch.watchId}><WatchCard watch={watch} client={client} onChanged={refresh} onRows={onRows} onFile={(file) => { onFile(file, watch.watchId); }} /></li>)}
        </ul>
      ) : null}
      {hasAny ? <ScheduleLines client={client} /> : null}
      <AddWatchDialog folder={chosen} client={client} layouts={layouts} onClose={() => { setChosen(null); }} onAdded={refresh} />
      <ByCommandDialog client={client} isOpen={isTold} onClose={() => { setTold(false); }} />
    </Screen>
  );
};
