// Releases by what brought them together, each group decided at once or looked at number by number.
import { useState, type JSX } from 'react';
import type { ReleaseGroup } from '../../../src-shared/contract/releases.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { ReadersOnly, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ActDialog } from './act-dialog.tsx';
import type { ReleaseAct, ReleaseState } from './release-store.ts';
import { causeWords, groupKey, stateWords } from './release-words.ts';

export type GroupListProps = {
  readonly label: string;
  readonly groups: readonly ReleaseGroup[];
  /** The group whose numbers are shown below, by `groupKey`. */
  readonly chosen: string | null;
  readonly acting: ReleaseState['acting'];
  readonly onChoose: (key: string) => void;
  readonly onAct: (act: ReleaseAct) => void;
};

type Asking = { readonly group: ReleaseGroup; readonly act: ReleaseAct['act'] };

export const GroupList = ({ label, groups, chosen, acting, onChoose, onAct }: GroupListProps): JSX.Element => {
  const [asking, setAsking] = useState<Asking | null>(null);
  const columns = [...facts, actsColumn({ chosen, acting, onChoose, onAsk: (group, act) => { setAsking({ group, act }); } })];
  return (
    <>
      <DataTable label={label} rows={groups} rowKey={groupKey} columns={columns} />
      {asking === null ? null : (
        <ActDialog act={asking.act} what={countOf(asking.group.releases, 'number')} isOne={asking.group.releases === 1} onClose={() => { setAsking(null); }}
          onConfirm={(because) => { onAct({ act: asking.act, which: { cause: asking.group.cause, importId: asking.group.importId }, because }); }} />
      )}
    </>
  );
};

const facts: readonly DataColumn<ReleaseGroup>[] = [
  { key: 'cause', title: 'Why', cell: causeWords },
  { key: 'state', title: 'State', cell: ({ state }) => <Badge tone={stateWords[state].tone}>{stateWords[state].word}</Badge> },
  { key: 'numbers', title: 'Numbers', align: 'end', cell: ({ releases }) => formatCount(releases) },
  { key: 'since', title: 'Since', cell: ({ since }) => <Moment at={since} /> },
];

type ActsNeeds = Pick<GroupListProps, 'chosen' | 'acting' | 'onChoose'> & { readonly onAsk: (group: ReleaseGroup, act: ReleaseAct['act']) => void };

const actsColumn = ({ chosen, acting, onChoose, onAsk }: ActsNeeds): DataColumn<ReleaseGroup> => ({
  key: 'acts', title: 'What to do', cell: (group) => <Acts group={group} isChosen={groupKey(group) === chosen} acting={acting} onChoose={onChoose} onAsk={(act) => { onAsk(group, act); }} />,
});

const Acts = ({ group, isChosen, acting, onChoose, onAsk }: { readonly group: ReleaseGroup; readonly isChosen: boolean; readonly acting: ReleaseState['acting']; readonly onChoose: (key: string) => void; readonly onAsk: (act: ReleaseAct['act']) => void }): JSX.Element => {
  const all = formatCount(group.releases);
  const of = <ReadersOnly> of “{causeWords(group)}”</ReadersOnly>;
  return (
    <Row>
      {group.state === 'proposed' ? (
        <>
          <Button kind="inline" isDisabled={acting !== null} onPress={() => { onAsk('approve'); }}>Approve all {all}{of}</Button>
          <Button kind="inline" isDisabled={acting !== null} onPress={() => { onAsk('decline'); }}>Decline all {all}{of}</Button>
        </>
      ) : null}
      {group.state === 'approved' ? <Button kind="inline" isDisabled={acting !== null} onPress={() => { onAsk('take-back'); }}>Take back what is not sent{of}</Button> : null}
      {isChosen ? <span aria-current="true">shown below</span> : <Button kind="inline" onPress={() => { onChoose(groupKey(group)); }}>Show numbers{of}</Button>}
    </Row>
  );
};
