// Performs an act and says what came of it, with a way to take it back where there is one.
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { failureSentence } from '../../../src-shared/words/failure-words.ts';
import type { Notices } from '../../ui/notices.tsx';
import { decisionSentence } from './decision-words.ts';
import type { Act, QuarantineStore } from './quarantine-store.ts';

export const createPerformAndTell = (perform: QuarantineStore['perform'], tell: Notices['tell']): ((act: Act) => Promise<void>) => {
  const tellReply = (reply: Result<DecisionView, Failure>): void => {
    if (!reply.ok) { tell({ text: failureSentence(reply.failure), tone: 'bad' }); return; }
    const { decisionId, undone, canUndo } = reply.value;
    const undo = { label: 'Undo', hint: 'U', act: () => { void act({ act: 'undo', decisionId }); } };
    tell({ text: decisionSentence(reply.value), tone: 'good', ...(undone || !canUndo ? {} : { undo }) });
  };
  const act = async (what: Act): Promise<void> => {
    const reply = await perform(what);
    if (reply !== null) tellReply(reply);
  };
  return act;
};
