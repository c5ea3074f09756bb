// Where numbers go.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const DestinationsScreen = (): JSX.Element => (
  <Screen title="Destinations">
    <EmptyState title="No destination yet">Add a practice tenant to try the whole job, or a real one.</EmptyState>
  </Screen>
);
