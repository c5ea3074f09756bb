// Raw text as it stood in the file, invisible characters drawn as small named marks.
import type { JSX } from 'react';
import { cx } from '../../ui/cx.ts';
import styles from './quarantine.module.css';
import { textToPieces } from './visible-text.ts';

export const RawText = ({ text }: { readonly text: string }): JSX.Element => {
  const pieces = textToPieces(text);
  if (pieces.length === 0) return <span className={cx(styles['none'])}>empty</span>;
  return <code className={cx(styles['raw'])}>{pieces.map((piece) => (piece.isMark ? <span key={piece.at} className={cx(styles['mark'])}>{piece.text}</span> : <span key={piece.at}>{piece.text}</span>))}</code>;
};
