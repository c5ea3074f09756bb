// Everything at a glance.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const HomeScreen = (): JSX.Element => (
  <Screen title="Home">
    <EmptyState title="Nothing to see yet">Import a file to begin.</EmptyState>
  </Screen>
);
