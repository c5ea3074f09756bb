// What an import came to: the closing count, why rows are held, and where to go on.
import type { JSX } from 'react';
import type { ImportView } from '../../../src-shared/contract/imports.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { setAsides } from '../../../src-shared/domain/reject.ts';
import { countOf, formatBytes, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { listChangeWords } from '../../../src-shared/words/list-change-words.ts';
import { rejectReasonWords, setAsideWords } from '../../../src-shared/words/reason-words.ts';
import { BarChart, type Bar } from '../../ui/bar-chart.tsx';
import { Button } from '../../ui/button.tsx';
import { Figures, Panel, Row } from '../../ui/layout.tsx';
import { CountEquation, quarantinedCount } from './count-equation.tsx';

type Props = { readonly view: ImportView; readonly onReview: () => void; readonly onRows: () => void; readonly onMap: () => void; /** Back to the watched folder that had stopped at this file. */ readonly onFolder?: (() => void) | null };

export const StoredPanel = ({ view, onReview, onRows, onMap, onFolder = null }: Props): JSX.Element => {
  const held = quarantinedCount(view);
  return (
    <>
      <Panel title={`${view.file} is imported`}>
        <Figures figures={[
          { name: 'Numbers on the desk from this file', value: formatCount(view.numbers) },
          { name: 'Rows held for review', value: formatCount(held) },
          { name: 'Size', value: formatBytes(view.bytes) },
          { name: 'Took', value: formatDuration(view.millis) },
        ]} />
        <CountEquation count={view} />
        <Remarks view={view} />
        <Row>
          {held === 0 ? <Button kind="primary" onPress={onMap}>Go on to the code map</Button> : <Button kind="primary" onPress={onReview}>Review {countOf(held, 'held row')}</Button>}
          <Button onPress={onRows}>Look at the rows</Button>
          {onFolder === null ? null : <Button onPress={onFolder}>Let the watched folder go on</Button>}
        </Row>
      </Panel>
      {held === 0 ? null : <Panel title="Why rows are held"><BarChart label="Held rows by reason" unit="rows" bars={reasonBars(view)} /></Panel>}
    </>
  );
};

/** What the equation alone does not say. */
const Remarks = ({ view }: Pick<Props, 'view'>): JSX.Element | null => {
  const { setAside = {}, hiddenRows = 0, saved = null } = view;
  const remarks = [
    ...setAsides.flatMap((why) => ((setAside[why] ?? 0) === 0 ? [] : [`${countOf(setAside[why] ?? 0, 'line')} set aside as ${setAsideWords[why].word}. ${setAsideWords[why].meaning}`])),
    ...(hiddenRows === 0 ? [] : [`${countOf(hiddenRows, 'row')} of the sheet ${hiddenRows === 1 ? 'is' : 'are'} hidden by hand or by a filter. ${hiddenRows === 1 ? 'It was' : 'They were'} imported like every other.`]),
    ...(saved === null ? [] : [`Read under your layout “${saved.name}”.`]),
    ...listChangeWords(view),
  ];
  return remarks.length === 0 ? null : <ul>{remarks.map((remark) => <li key={remark}>{remark}</li>)}</ul>;
};

const reasonBars = ({ quarantined }: Pick<ImportView, 'quarantined'>): readonly Bar[] =>
  // keys come from the contract's own record of reasons
  (Object.entries(quarantined) as [RejectReason, number][]).map(([reason, rows]) => ({ key: reason, label: rejectReasonWords[reason].word, value: rows, tone: 'warn' }));
