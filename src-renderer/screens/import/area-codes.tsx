// Of what day the area codes are that numbers are read by, and a way to bring a newer report of them.
import { useEffect, useState, type JSX } from 'react';
import type { AreaCodesView } from '../../../src-shared/contract/area-codes.ts';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import type { Bridge } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Muted, Row } from '../../ui/layout.tsx';
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

  if (view === null) return null;
  return (
    <Disclosure title={`Area codes as of ${view.date}`}>
      <Row>
        <Muted>{formatCount(view.codes)} area codes of North America, {view.report === null ? 'from the table this program came with' : `from your report ${view.report.name}`}. A newer “NPA Database Report” of nanpa.com (CSV) may take its place; imports made before stay as they are.</Muted>
        <Button isPending={isBusy} onPress={() => { void replace(); }}>Replace with a newer report</Button>
      </Row>
    </Disclosure>
  );
};
