// Puts a text on the clipboard and says whether that worked.
import { useState, type JSX } from 'react';
import { Check, Copy } from 'lucide-react';
import { Button } from './button.tsx';

/** `what` names the text for readers: "the fingerprint". */
export const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }): JSX.Element => {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  return (
    <Button kind="inline" icon={outcome === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />} onPress={() => { void copy(text).then(setOutcome); }}>
      {outcome === null ? `Copy ${what}` : outcome === 'copied' ? 'Copied' : 'Copying is not allowed here'}
    </Button>
  );
};

const copy = async (text: string): Promise<'copied' | 'failed'> => {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'failed';
  }
};
