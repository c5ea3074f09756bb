// How long ago the log's checkpoint last left this computer, and a warning when that is more than a week.
import { useEffect, useState, type JSX } from 'react';
import type { AnchorStatus } from '../../../src-shared/contract/anchors.ts';
import { anchorKindWords, outsideWords, overdueAdvice } from '../../../src-shared/words/anchor-words.ts';
import { Button } from '../../ui/button.tsx';
import { Hint } from '../../ui/failure-notice.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { createLatest } from '../../wizard/latest.ts';
import { isLedgerChange, readAgain } from '../../wizard/read-again.ts';

export const OutsideLine = ({ onOpen }: { readonly onOpen: () => void }): JSX.Element | null => {
  const { client, now } = useDesk();
  const [status, setStatus] = useState<AnchorStatus | null>(null);
  useEffect(() => {
    const latest = createLatest();
    const look = () => latest(() => client.call('anchor.status', {}), (reply) => { if (reply.ok) setStatus(reply.value); });
    return readAgain(client, look, { restMs: 1000, concerns: isLedgerChange }).close;
  }, [client]);
  return status === null ? null : <OutsideWords status={status} now={now()} onOpen={onOpen} />;
};

export const OutsideWords = ({ status, now, onOpen }: { readonly status: AnchorStatus; readonly now: number; readonly onOpen: () => void }): JSX.Element => {
  const line = <>Last checkpoint outside this computer: <strong>{outsideWords(status, now)}</strong>{status.lastKind === null ? '' : `, ${anchorKindWords[status.lastKind]}`}.</>;
  return status.isOverdue ? <Hint tone="warn">{line} {overdueAdvice} <Button kind="inline" onPress={onOpen}>Let it leave</Button></Hint> : <p>{line}</p>;
};
