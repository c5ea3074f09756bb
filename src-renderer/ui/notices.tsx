// Notices: what has just been done, said once, with a way to take it back; they wait while the pointer or the focus is on them.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type JSX, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import styles from './notices.module.css';

export type Notice = {
  readonly text: string;
  readonly tone?: 'plain' | 'good' | 'bad';
  readonly undo?: { readonly label: string; readonly hint?: string; readonly act: () => void };
};

export type Notices = { readonly tell: (notice: Notice) => void };

const NoticesContext = createContext<Notices | null>(null);

/** `tell({ text, undo })` shows a notice; the newest takes the place of the older. */
export const useNotices = (): Notices => {
  const notices = useContext(NoticesContext);
  if (notices === null) throw new Error('useNotices needs a NoticesProvider above');
  return notices;
};

const STAYS_MS = 8000;
/** What can be taken back stays longer. */
const STAYS_WITH_UNDO_MS = 14_000;

export const NoticesProvider = ({ children }: { readonly children: ReactNode }): JSX.Element => {
  const [shown, setShown] = useState<{ readonly notice: Notice; readonly key: number } | null>(null);
  const told = useRef(0);
  const tell = useCallback((notice: Notice) => { told.current += 1; setShown({ notice, key: told.current }); }, []);
  const notices = useMemo(() => ({ tell }), [tell]);
  const leave = useCallback(() => { setShown(null); }, []);
  return (
    <NoticesContext value={notices}>
      {children}
      <section aria-label="Notices" className={cx(styles['region'])}>
        <output aria-live="polite">
          {shown === null ? null : <NoticeCard key={shown.key} notice={shown.notice} onLeave={leave} />}
        </output>
      </section>
    </NoticesContext>
  );
};

const NoticeCard = ({ notice, onLeave }: { readonly notice: Notice; readonly onLeave: () => void }): JSX.Element => {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onLeave, notice.undo === undefined ? STAYS_MS : STAYS_WITH_UNDO_MS);
    return () => { clearTimeout(timer); };
  }, [held, onLeave, notice]);
  const hold = () => { setHeld(true); };
  const release = () => { setHeld(false); };
  const { undo } = notice;
  return (
    <div className={cx(styles['card'], styles[notice.tone ?? 'plain'])} onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
      <span>{notice.text}</span>
      {undo === undefined ? null : <Button kind="quiet" onPress={() => { onLeave(); undo.act(); }} {...(undo.hint === undefined ? {} : { hint: undo.hint })}>{undo.label}</Button>}
      <IconButton label="Close" icon={<X />} onPress={onLeave} />
    </div>
  );
};
