// The preview: what the file was understood as, how it will be read, and the first rows with their verdicts, all before anything is stored.
import type { JSX } from 'react';
import type { Failure } from '../../../src-shared/failures.ts';
import { FailureNotice, Hint } from '../../ui/failure-notice.tsx';
import { Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { FixedWidthEditor } from './fixed-width-editor.tsx';
import { PreviewTable } from './preview-table.tsx';
import { UnderstandingPanel, type UnderstandingPanelProps } from './understanding-panel.tsx';
import { canVouch, VouchForm, type Vouch } from './vouch-form.tsx';

export type PreviewPanelProps = UnderstandingPanelProps & {
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  /** Rises when the file is read in another way: what was half-changed is then gone. */
  readonly way: number;
  readonly onVouch: (vouch: Vouch) => void;
};

export const PreviewPanel = ({ preview, layouts, isBusy, failure, way, onLayout, onReadAs, onSave, onForget, onVouch }: PreviewPanelProps): JSX.Element => {
  const vouching = canVouch(failure);
  const { layout, lines = [], seenBefore } = preview;
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {vouching === null ? null : <VouchForm what={vouching} onVouch={onVouch} />}
      {seenBefore === null ? null : <Hint tone="warn">These very bytes were imported before, <Moment at={seenBefore.at} /> (import {seenBefore.importId}). Importing them again stores no number twice; each would count as a duplicate.</Hint>}
      <UnderstandingPanel preview={preview} layouts={layouts} onLayout={onLayout} onReadAs={onReadAs} onSave={onSave} onForget={onForget} />
      {(layout.cuts ?? null) === null ? null : <Panel><FixedWidthEditor key={way} lines={lines} layout={layout} onLayout={onLayout} /></Panel>}
      <Panel isFlush fill>
        <PreviewTable preview={preview} isBusy={isBusy} onLayout={onLayout} />
      </Panel>
    </>
  );
};
