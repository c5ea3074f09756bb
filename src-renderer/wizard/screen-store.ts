// What every screen's store has in common: it is opened on entry, closed on leaving, and React only watches it.
import type { StoreApi } from 'zustand/vanilla';

export type ScreenStore<State> = {
  readonly store: StoreApi<State>;
  /** Listens and reads for the first time; may be called again after `close`. */
  readonly open: () => void;
  readonly close: () => void;
};
