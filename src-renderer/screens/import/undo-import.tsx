// Takes an import back from where its rows are shown: a written reason, and what will become of its numbers.
import { useState, type JSX } from 'react';
import { Undo2 } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ImportView } from '../../../src-shared/contract/imports.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';

type Props = { readonly client: Client; readonly view: ImportView; readonly onDone: (found: { readonly view: ImportView; readonly failure: Failure | null }) => void };

export const UndoImport = ({ client, view, onDone }: Props): JSX.Element | null => {
  const [isAsking, setIsAsking] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  if (view.state === 'undone') return null;
  const undo = async (because: string): Promise<void> => {
    setIsWorking(true);
    const reply = await client.call('import.undo', { importId: view.importId, because });
    setIsWorking(false);
    onDone(reply.ok ? { view: reply.value, failure: null } : { view, failure: reply.failure });
  };
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
