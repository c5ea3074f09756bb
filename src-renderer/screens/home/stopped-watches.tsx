// Watched folders that stopped: which file, why, and how they go on.
import type { JSX } from 'react';
import type { HomeView } from '../../../src-shared/contract/log.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Moment } from '../../ui/moment.tsx';

export const StoppedWatches = ({ watches, onSettle }: { readonly watches?: HomeView['stoppedWatches'] | undefined; readonly onSettle: () => void }): JSX.Element => (
  <>
    {watches?.map(({ watchId, folder, stopped }) => (stopped === null ? null : (
      <FailureNotice key={watchId} failure={stopped.failure}>
        <p>The watched folder {folder} stopped{stopped.file === '' ? '' : ` at ${stopped.file}`} (<Moment at={stopped.at} />) and takes no more files until it goes on. <Button kind="inline" onPress={onSettle}>Settle it under Watched folders</Button></p>
      </FailureNotice>
    )))}
  </>
);
