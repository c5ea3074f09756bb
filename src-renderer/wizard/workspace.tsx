// Hands the workspace snapshot to whoever needs it; the frame owns the store.
import { createContext, useContext, type JSX, type ReactNode } from 'react';
import type { WizardState } from './wizard-store.ts';

export type Workspace = { readonly state: WizardState; readonly refresh: () => Promise<void> };

const WorkspaceContext = createContext<Workspace | null>(null);

export const WorkspaceProvider = ({ workspace, children }: { readonly workspace: Workspace; readonly children: ReactNode }): JSX.Element => <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;

export const useWorkspace = (): Workspace => {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('useWorkspace needs a WorkspaceProvider above');
  return workspace;
};
