// A file becomes rows whose count closes.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const ImportScreen = (): JSX.Element => (
  <Screen title="Import">
    <EmptyState title="No file chosen">Choose a file.</EmptyState>
  </Screen>
);
