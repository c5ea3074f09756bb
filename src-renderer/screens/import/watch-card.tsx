// One watched folder: its state, its settings, its last file, and the acts a person has on it.
import { useState, type JSX } from 'react';
import { FileSearch, Pause, Play, SkipForward, Trash2 } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { WatchView } from '../../../src-shared/contract/watches.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { PickedFile } from '../../api/bridge.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { KeyValueList, Panel, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { lastWords, limitWords, stateOfWatch, watchStateWords, wayOutOf } from './watch-words.ts';

type Props = { readonly watch: WatchView; readonly client: Client; readonly onChanged: () => void; readonly onRows: (importId: number) => void; readonly onFile: (file: PickedFile) => void };

export const WatchCard = ({ watch, client, onChanged, onRows, onFile }: Props): JSX.Element => {
  const [asking, setAsking] = useState<'skip' | 'remove' | null>(null);
  const { tell } = useNotices();
  const { watchId, folder, stopped } = watch;
  const state = stateOfWatch(watch);
  const { word, tone } = watchStateWords[state];
  const act = async (asked: Promise<Result<unknown, Failure>>, words: string): Promise<void> => {
    tellReply(tell, await asked, () => words);
    onChanged();
  };
  const look = async (): Promise<void> => {
    const reply = await client.call('watch.file', { watchId });
    if (reply.ok) onFile(reply.value);
    else tellReply(tell, reply, () => '');
  };
  const leave = (): void => { setAsking(null); };
  return (
    <Panel title={<span>{folder} <Badge tone={tone}>{word}</Badge></span>} actions={(
      <Row>
        {state === 'watching' ? <Button icon={<Pause aria-hidden="true" />} onPress={() => { void act(client.call('watch.pause', { watchId }), 'The folder rests until you let it go on.'); }}>Pause</Button> : null}
        {state === 'paused' ? <Button icon={<Play aria-hidden="true" />} onPress={() => { void act(client.call('watch.resume', { watchId }), 'The folder is watched again.'); }}>Go on</Button> : null}
        <Button icon={<Trash2 aria-hidden="true" />} onPress={() => { setAsking('remove'); }}>Remove</Button>
      </Row>
    )}>
      {stopped === null ? null : (
        <FailureNotice failure={stopped.failure}>
          <p>{stopped.file === '' ? 'It' : <>At <strong>{stopped.file}</strong> it</>} stopped, <Moment at={stopped.at} />. {wayOutOf(stopped)}</p>
          <Row>
            {stopped.file === '' ? null : <Button icon={<FileSearch aria-hidden="true" />} onPress={() => { void look(); }}>Look at the file</Button>}
            <Button icon={<Play aria-hidden="true" />} onPress={() => { void act(client.call('watch.resume', { watchId }), 'The folder goes on: the file is tried again at the next look.'); }}>Let it go on</Button>
            {stopped.file === '' ? null : <Button icon={<SkipForward aria-hidden="true" />} onPress={() => { setAsking('skip'); }}>Pass the file over</Button>}
          </Row>
        </FailureNotice>
      )}
      <KeyValueList facts={[
        { name: 'Reads its files', value: watch.layout === null ? 'as a known format, or as the saved layout they look like' : `under your layout “${watch.layout.name}”` },
        { name: 'Stops where', value: limitWords(watch) },
        { name: 'Last look', value: watch.lookedAt === null ? 'not yet' : <Moment at={watch.lookedAt} /> },
        { name: 'Last file', value: <LastFile last={watch.last ?? null} onRows={onRows} /> },
      ]} />
      <ConfirmDialog title={`Pass “${stopped?.file ?? ''}” over?`} isOpen={asking === 'skip'} onClose={leave} verb="Pass it over" reasonLabel="Why" onConfirm={(because) => { void act(client.call('watch.resume', { watchId, skip: true, because }), 'The file is passed over, and the folder goes on.'); }}>
        <p>The folder goes on with the next file. This one is not imported, unless it changes; your reason goes into the record.</p>
      </ConfirmDialog>
      <ConfirmDialog title="Watch this folder no longer?" isOpen={asking === 'remove'} onClose={leave} verb="Remove" isDanger onConfirm={() => { void act(client.call('watch.remove', { watchId }), 'The folder is watched no longer.'); }}>
        <p>{folder}</p>
        <p>What it brought stays on the desk, and no file is deleted.</p>
      </ConfirmDialog>
    </Panel>
  );
};

const LastFile = ({ last, onRows }: { readonly last: NonNullable<WatchView['last']> | null; readonly onRows: (importId: number) => void }): JSX.Element => {
  if (last === null) return <>none yet</>;
  const { file, at, imported } = last;
  return <>{file} (<Moment at={at} />): {lastWords(last)}{imported === null ? null : <> <Button kind="inline" onPress={() => { onRows(imported.importId); }}>Look at its rows</Button></>}</>;
};
