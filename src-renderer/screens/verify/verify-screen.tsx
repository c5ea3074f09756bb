// What was pushed is compared with what is listed.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const VerifyScreen = (): JSX.Element => (
  <Screen title="Verify">
    <EmptyState title="Nothing to verify yet">Push to a destination first.</EmptyState>
  </Screen>
);
