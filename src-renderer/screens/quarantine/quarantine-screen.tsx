// Rows held for review.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const QuarantineScreen = (): JSX.Element => (
  <Screen title="Quarantine">
    <EmptyState title="Nothing is held">Every row could be read.</EmptyState>
  </Screen>
);
