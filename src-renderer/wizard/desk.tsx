// What every screen may use: the client of the core, the host's bridge for files, and the clock.
import { createContext, useContext, type JSX, type ReactNode } from 'react';
import type { Client } from '../../src-shared/contract/contract.ts';
import type { Bridge } from '../api/bridge.ts';

export type Desk = { readonly client: Client; readonly bridge: Bridge; readonly now: () => number };

const DeskContext = createContext<Desk | null>(null);

export const DeskProvider = ({ desk, children }: { readonly desk: Desk; readonly children: ReactNode }): JSX.Element => <DeskContext value={desk}>{children}</DeskContext>;

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('useDesk needs a DeskProvider above');
  return desk;
};
