// Erases a number: what goes, what stays and what nobody can prove any more is said first, and afterwards only what was looked for and found gone.
import { useEffect, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ErasedView, ErasureView } from '../../../src-shared/contract/erasure.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { copiesWords, erasedLines, erasureWaitWords, goesWords, listsWords, staysWords, unprovableWords } from '../../../src-shared/words/erasure-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyValueList, Stack } from '../../ui/layout.tsx';

export type EraseDialogProps = { readonly client: Client; /** As a person wrote it. */ readonly phone: string; readonly onClose: () => void };

export const EraseDialog = ({ client, phone, onClose }: EraseDialogProps): JSX.Element => {
  const [seen, setSeen] = useState<ErasureView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [erasing, setErasing] = useState(false);
  const [done, setDone] = useState<ErasedView | null>(null);
  useEffect(() => {
    let isLeft = false;
    void client.call('log.erasure', { phone }).then((reply) => {
      if (isLeft) return;
      if (reply.ok) setSeen(reply.value);
      else setFailure(reply.failure);
    });
    return () => { isLeft = true; };
  }, [client, phone]);
  const erase = async (because: string): Promise<void> => {
    setErasing(true);
    const reply = await client.call('log.erase', { phone, because });
    setErasing(false);
    if (reply.ok) setDone(reply.value);
    else setFailure(reply.failure);
  };
  return (
    <Dialog title={done === null ? `Erase ${seen?.phone ?? phone}` : `${done.phone} was erased`} isOpen isWide isAlert onClose={() => { if (!erasing) onClose(); }}>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {done !== null ? <Done done={done} onClose={onClose} />
        : seen === null ? (failure === null ? <Loading what="what is known of it" /> : <DialogActions><Button onPress={onClose}>Close</Button></DialogActions>)
          : <Ask seen={seen} erasing={erasing} onClose={onClose} onErase={(because) => { void erase(because); }} />}
    </Dialog>
  );
};

const Done = ({ done, onClose }: { readonly done: ErasedView; readonly onClose: () => void }): JSX.Element => (
  <>
    {erasedLines(done).map((line) => <p key={line}>{line}</p>)}
    <DialogActions><Button kind="primary" takesFocus onPress={onClose}>Close</Button></DialogActions>
  </>
);

type AskProps = { readonly seen: ErasureView; readonly erasing: boolean; readonly onClose: () => void; readonly onErase: (because: string) => void };

const Ask = ({ seen, erasing, onClose, onErase }: AskProps): JSX.Element => {
  const [because, setBecause] = useState('');
  const [asked, setAsked] = useState(false);
  const lacks = because.trim() === '';
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      setAsked(true);
      if (!lacks && !erasing && seen.waits.length === 0) onErase(because.trim());
    }}>
      <Stack>
        <KeyValueList facts={[
          { name: 'Erased for good', value: goesWords(seen) },
          { name: 'Stays', value: <>{staysWords(seen).map((line) => <p key={line}>{line}</p>)}</> },
          { name: 'Vendors’ lists', value: listsWords(seen) },
          { name: 'Proved no more', value: unprovableWords },
          { name: 'Out of reach', value: copiesWords(seen) },
        ]} />
        {seen.waits.length > 0 ? seen.waits.map((wait) => <p key={wait} role="alert"><strong>{erasureWaitWords[wait]}</strong></p>) : (
          <TextField label="Why it is erased" value={because} onChange={setBecause} isRequired takesFocus mistake={asked && lacks ? 'A reason is needed; it goes into the record.' : null} help="Kept with the log: name nobody in it." />
        )}
      </Stack>
      <DialogActions>
        <Button onPress={onClose} isDisabled={erasing}>Cancel</Button>
        <Button type="submit" kind="danger" isDisabled={erasing || seen.waits.length > 0}>{erasing ? 'Erasing…' : 'Erase for good'}</Button>
      </DialogActions>
    </form>
  );
};
