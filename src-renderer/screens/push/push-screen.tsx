// The dry run, the run and its dead letters.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const PushScreen = (): JSX.Element => (
  <Screen title="Push">
    <EmptyState title="Nothing to push yet">Import a file and add a destination first.</EmptyState>
  </Screen>
);
