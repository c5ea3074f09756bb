// Takes an import back from where its rows are shown: a written reason, what will become of its numbers, how far it is, and a stop from which it goes on.
import { useCallback, useEffect, useState, type JSX } from 'react';
import { Play, Square, Undo2 } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ImportView } from '../../../src-shared/contract/imports.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';

type Props = { readonly client: Client; readonly view: ImportView; readonly onDone: (found: { readonly view: ImportView; readonly failure: Failure | null }) => void };

export const UndoImport = ({ client, view, onDone }: Props): JSX.Element | null => {
  const [isAsking, setIsAsking] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  const { importId, state } = view;
  const read = useCallback(async (): Promise<void> => {
    const reply = await client.call('import.get', { importId });
    if (reply.ok) onDone({ view: reply.value, failure: null });
  }, [client, importId, onDone]);
  const isHalfWay = isWorking || state === 'undoing';
  useEffect(() => (isHalfWay ? client.listen((event) => { if (event.type === 'ledger.changed') void read(); }) : undefined), [client, isHalfWay, read]);
  if (state === 'undone') return null;
  const undo = async (because: string): Promise<void> => {
    setIsWorking(true);
    const reply = await client.call('import.undo', { importId, because });
    setIsWorking(false);
    onDone(reply.ok ? { view: reply.value, failure: null } : { view, failure: reply.failure });
  };
  const undone = view.undone ?? null;
  if (state === 'undoing' && undone !== null) {
    const { left = 0, total = 0, isGoing = false, because } = undone;
    return isGoing || isWorking ? (
      <>
        <ProgressBar label="Taking back" value={total - left} total={total} unit="entries" />
        <Button icon={<Square aria-hidden="true" />} onPress={() => { void client.call('import.stop-undo', { importId }).then(read); }}>Stop</Button>
      </>
    ) : <Button icon={<Play aria-hidden="true" />} onPress={() => { void undo(because); }}>Go on taking back</Button>;
  }
  return (
    <>
      <Button icon={<Undo2 aria-hidden="true" />} isPending={isWorking} onPress={() => { setIsAsking(true); }}>Take back</Button>
      <ConfirmDialog title={`Take “${view.file}” back?`} isOpen={isAsking} onClose={() => { setIsAsking(false); }} verb="Take it back" isDanger reasonLabel="Why"
        onConfirm={(because) => { void undo(because); }}>
        <p>What was not pushed leaves the desk. Numbers that another import wants too stay blocked. What a vendor may have is proposed for release; nothing is released by itself.</p>
      </ConfirmDialog>
    </>
  );
};
