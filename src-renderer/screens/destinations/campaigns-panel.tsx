// Campaigns at the vendor: which came to their end and can be woken, which block too little and can be told to; a person confirms either.
import { useState, type JSX } from 'react';
import type { CampaignView } from '../../../src-shared/contract/destination-acts.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Muted, Panel, ReadersOnly } from '../../ui/layout.tsx';
import styles from './destinations.module.css';

export type CampaignsPanelProps = {
  readonly act: 'wake' | 'bind';
  /** Null: nobody has looked yet. */
  readonly campaigns: readonly CampaignView[] | null;
  readonly failure: Failure | null;
  readonly acting: string | null;
  readonly onLook: () => void;
  readonly onSettle: (campaigns: readonly CampaignView[]) => void;
};

const words = {
  wake: {
    lead: 'A campaign that has come to its end calls nobody until it is set back to on. No push does that by itself.',
    none: 'No campaign dials these lists.', one: 'Wake', all: (count: number) => `Wake ${countOf(count, 'campaign')}`,
    warning: 'Dialling begins again with that. Numbers that are blocked on the lists stay uncalled.',
  },
  bind: {
    lead: 'An entry blocks a call only where a campaign’s rule names its type. The campaigns are those that the connection names.',
    none: 'The connection names no campaign: write their ids into its field “Campaigns”.', one: 'Let it block', all: (count: number) => `Let ${countOf(count, 'campaign')} block`,
    warning: 'The missing types are added to the rule; the rest of the campaign stays as it is.',
  },
} as const;

export const CampaignsPanel = ({ act, campaigns, failure, acting, onLook, onSettle }: CampaignsPanelProps): JSX.Element => {
  const [asking, setAsking] = useState<readonly CampaignView[] | null>(null);
  const say = words[act];
  const open = campaigns?.filter(({ can }) => can === act) ?? [];
  return (
    <Panel title="Campaigns" actions={<Button onPress={onLook} isPending={acting === 'look'}>{campaigns === null ? 'Look for campaigns' : 'Look again'}</Button>}>
      <p>{say.lead}</p>
      {failure === null ? null : <FailureNotice failure={failure} onRetry={onLook} />}
      {campaigns === null && acting === 'look' ? <Loading what="the campaigns" /> : null}
      {campaigns === null ? null : campaigns.length === 0 ? <Muted>{say.none}</Muted> : (
        <ul className={cx(styles['rows'])}>
          {campaigns.map((campaign) => (
            <li key={campaign.campaignId}>
              <div><strong>{campaign.name}</strong>{campaign.status === null ? null : <> <Badge tone={campaign.can === null ? 'plain' : 'warn'}>{campaign.status}</Badge></>}<br /><Muted>{detailOf(campaign, act)}</Muted></div>
              {campaign.can === act ? <Button isDisabled={acting !== null} onPress={() => { setAsking([campaign]); }}>{say.one}<ReadersOnly>: {campaign.name}</ReadersOnly></Button> : null}
            </li>
          ))}
        </ul>
      )}
      {open.length < 2 ? null : <div><Button isPending={acting === 'settle'} isDisabled={acting !== null} onPress={() => { setAsking(open); }}>{say.all(open.length)}</Button></div>}
      <ConfirmDialog title={say.all(asking?.length ?? 0)} isOpen={asking !== null} onClose={() => { setAsking(null); }} verb={asking?.length === 1 ? say.one : say.all(asking?.length ?? 0)} onConfirm={() => { if (asking !== null) onSettle(asking); }}>
        <p>{asking?.map(({ name }) => name).join(', ')}. {say.warning} It goes into the sealed log.</p>
      </ConfirmDialog>
    </Panel>
  );
};

const detailOf = ({ lists, lacks }: CampaignView, act: 'wake' | 'bind'): string => {
  if (act === 'wake') return `dials ${lists.join(', ')}`;
  const blocks = lists.length === 0 ? 'blocks none of these lists' : `blocks ${lists.join(', ')}`;
  return lacks.length === 0 ? blocks : `${blocks}; does not block ${lacks.join(', ')}`;
};
