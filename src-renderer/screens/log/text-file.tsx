// A small text file chosen by a person and read in the page: a checkpoint somebody kept.
import { useState, type JSX } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Muted } from '../../ui/layout.tsx';
import styles from './log.module.css';

export type KeptText = { readonly name: string; readonly text: string };

const mostBytes = 10_000;

export const KeptCheckpoint = ({ kept, onChange, help }: { readonly kept: KeptText | null; readonly onChange: (kept: KeptText | null) => void; readonly help: string }): JSX.Element => {
  const [mistake, setMistake] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    if (file.size > mostBytes) { setMistake(`${file.name} is too long for a checkpoint.`); return; }
    setMistake(null);
    onChange({ name: file.name, text: await file.text() });
  };
  return (
    <div className={cx(styles['kept'])}>
      <div className={cx(styles['keptRow'])}>
        <FileTrigger acceptedFileTypes={['.txt', 'text/plain']} onSelect={(files) => { const file = files?.item(0); if (file !== null && file !== undefined) void take(file); }}>
          <Button>{kept === null ? 'Choose checkpoint.txt' : 'Choose another checkpoint'}</Button>
        </FileTrigger>
        {kept === null ? null : <><span>{kept.name}</span><Button kind="inline" onPress={() => { onChange(null); }}>Leave it out</Button></>}
      </div>
      {mistake === null ? <Muted>{help}</Muted> : <span role="alert">{mistake}</span>}
    </div>
  );
};
