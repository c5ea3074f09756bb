// The sealed log and its export.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const LogScreen = (): JSX.Element => (
  <Screen title="Log">
    <EmptyState title="The log is empty">It begins with the first import.</EmptyState>
  </Screen>
);
