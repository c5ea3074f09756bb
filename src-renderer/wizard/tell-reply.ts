// Says what came of an act: the words for what was done, or the failure with what to do about it.
import type { Failure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import { failureSentence } from '../../src-shared/words/failure-words.ts';
import type { Notices } from '../ui/notices.tsx';

/** Nothing is said of an act that was not begun (null). Answers whether it succeeded. */
export const tellReply = <T>(tell: Notices['tell'], reply: Result<T, Failure> | null, words: (value: T) => string): boolean => {
  if (reply === null) return false;
  tell(reply.ok ? { text: words(reply.value), tone: 'good' } : { text: failureSentence(reply.failure), tone: 'bad' });
  return reply.ok;
};
