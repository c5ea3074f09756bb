// The closing count as an equation anybody can check: every line of the file is in exactly one of its terms.
import type { JSX } from 'react';
import type { ImportCount } from '../../../src-shared/contract/imports.ts';
import { setAsides } from '../../../src-shared/domain/reject.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { setAsideWords } from '../../../src-shared/words/reason-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './import.module.css';

export const quarantinedCount = (count: Pick<ImportCount, 'quarantined'>): number => Object.values(count.quarantined).reduce((sum, rows) => sum + rows, 0);

export const CountEquation = ({ count }: { readonly count: ImportCount }): JSX.Element => {
  // Lines with a number that is no request are part of the ignored ones; here they stand by themselves, with what they are.
  const aside = setAsides.flatMap((why) => ((count.setAside?.[why] ?? 0) === 0 ? [] : [{ word: `set aside (${setAsideWords[why].word})`, rows: count.setAside?.[why] ?? 0 }]));
  const terms = [
    { word: 'header', rows: count.header }, { word: 'ignored', rows: count.ignored - aside.reduce((sum, term) => sum + term.rows, 0) }, ...aside, { word: 'blank', rows: count.blank },
    { word: 'accepted', rows: count.accepted }, { word: 'duplicate', rows: count.duplicate }, { word: 'quarantined', rows: quarantinedCount(count) },
  ];
  const sum = terms.reduce((whole, term) => whole + term.rows, 0);
  return (
    <p className={cx(styles['equation'])}>
      {terms.map((term, index) => <span key={term.word}>{index === 0 ? '' : '+ '}<span><strong>{formatCount(term.rows)}</strong> {term.word}</span></span>)}
      <span>= <span><strong>{formatCount(sum)}</strong> of {formatCount(count.lines)} lines</span></span>
      <Badge tone={sum === count.lines ? 'good' : 'bad'}>{sum === count.lines ? 'The count closes' : 'The count does not close'}</Badge>
    </p>
  );
};
