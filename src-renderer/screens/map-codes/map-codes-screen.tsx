// Regulation codes get their meaning.
import type { JSX } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/layout.tsx';

export const MapCodesScreen = (): JSX.Element => (
  <Screen title="Code map">
    <EmptyState title="No codes yet">Import a file first; the codes it carries are listed here.</EmptyState>
  </Screen>
);
