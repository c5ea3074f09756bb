// Of what day and origin the area codes are that numbers are read by, a way to bring a newer report of them, and the way back.
import { useEffect, useState, type JSX } from 'react';
import type { AreaCodesView } from '../../../src-shared/contract/area-codes.ts';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import type { Bridge } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { KeyValueList, Mono, Row, Stack } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';

type Props = { readonly client: Client; readonly bridge: Pick<Bridge, 'pickFile'>; readonly version: number };

export const AreaCodes = ({ client, bridge, version }: Props): JSX.Element | null => {
  const [view, setView] = useState<AreaCodesView | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { tell } = useNotices();
  useEffect(() => {
    let here = true;
    const read = async (): Promise<void> => {
      const reply = await client.call('area-codes.status', {});
      if (here && reply.ok) setView(reply.value);
    };
    void read();
    return () => { here = false; };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- `version` is the reason to read again
  }, [client, version]);

  const replace = async (): Promise<void> => {
    const picked = await bridge.pickFile();
    if (!picked.ok) return void tellReply(tell, picked, () => '');
    if (picked.value === null) return undefined;
    setBusy(true);
    const reply = await client.call('area-codes.replace', { ticket: picked.value.ticket });
    setBusy(false);
    if (reply.ok) setView(reply.value);
    return void tellReply(tell, reply, ({ date, codes }) => `Numbers are read by the ${formatCount(codes)} area codes of ${date} from now on.`);
  };

  const reset = async (): Promise<void> => {
    setBusy(true);
    const reply = await client.call('area-codes.reset', {});
    setBusy(false);
    if (reply.ok) setView(reply.value);
    return void tellReply(tell, reply, ({ date }) => `Numbers are read by the program’s own area codes of ${date} from now on.`);
  };

  if (view === null) return null;
  return (
    <Disclosure title={`Area codes as of ${view.date}${view.report === null ? '' : ', from your report'}`}>
      <Stack gap={2}>
        <p>{formatCount(view.codes)} area codes of North America say which country and state a number belongs to. A newer “NPA Database Report” of nanpa.com (CSV) may take their place. What is imported or typed from then on is read by it; imports made before stay as they are.</p>
        <KeyValueList facts={[
          { name: 'Of the day', value: view.date },
          { name: 'From', value: view.report === null ? 'the table this program came with' : <>your report {view.report.name}, brought <Moment at={view.report.at} />, SHA-256 <Mono>{view.report.sha256.slice(0, 16)}…</Mono></> },
        ]} />
        <Row>
          <Button isPending={isBusy} onPress={() => { void replace(); }}>Replace with a newer report</Button>
          {view.report === null ? null : <Button isPending={isBusy} onPress={() => { void reset(); }}>Go back to the program’s own table</Button>}
        </Row>
      </Stack>
    </Disclosure>
  );
};
