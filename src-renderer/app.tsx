// Puts the page together: clock, notices, client and frame around the screen that the address names.
import { useMemo, type JSX } from 'react';
import { createClient } from '../src-shared/contract/contract.ts';
import type { Bridge } from './api/bridge.ts';
import { screens } from './screen-registry.ts';
import { ClockProvider } from './ui/clock.tsx';
import { NoticesProvider } from './ui/notices.tsx';
import { DeskProvider } from './wizard/desk.tsx';
import { WizardFrame } from './wizard/wizard-frame.tsx';

export const App = ({ bridge, now }: { readonly bridge: Bridge; readonly now: () => number }): JSX.Element => {
  const desk = useMemo(() => ({ bridge, client: createClient(bridge), now }), [bridge, now]);
  return (
    <ClockProvider now={now}>
      <NoticesProvider>
        <DeskProvider desk={desk}>
          <WizardFrame screens={screens} />
        </DeskProvider>
      </NoticesProvider>
    </ClockProvider>
  );
};
