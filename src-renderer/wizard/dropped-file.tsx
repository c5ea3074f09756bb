// A file dropped on a screen that takes none waits with the frame until the Import screen, to which the frame then goes, has taken it.
import { createContext, useContext, useEffect, useRef, type JSX, type ReactNode } from 'react';

/** The file that waits, once; null where none does. */
export type TakeWaiting = () => File | null;

const Waiting = createContext<TakeWaiting>(() => null);

export const DroppedFileProvider = ({ take, children }: { readonly take: TakeWaiting; readonly children: ReactNode }): JSX.Element => <Waiting value={take}>{children}</Waiting>;

/** Hands over what waits as soon as whoever asks is there. */
export const useDroppedFile = (onFile: (file: File) => void): void => {
  const take = useContext(Waiting);
  const held = useRef(onFile);
  useEffect(() => { held.current = onFile; });
  useEffect(() => {
    const file = take();
    if (file !== null) held.current(file);
  }, [take]);
};
