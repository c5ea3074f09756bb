// Makes a screen's store on entry, opens it, closes it on leaving, and hands out its state.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ScreenStore } from './screen-store.ts';

/** `make` is called once; give the component a `key` to start over (for another destination, for example). */
export const useScreenStore = <State, Screen extends ScreenStore<State>>(make: () => Screen & ScreenStore<State>): readonly [State, Screen] => {
  const [screen] = useState(make);
  useEffect(() => {
    screen.open();
    return () => { screen.close(); };
  }, [screen]);
  return [useStore(screen.store), screen];
};
