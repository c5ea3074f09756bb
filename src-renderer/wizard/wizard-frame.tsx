// The frame around every screen: the way through the job on the left, what waits where, and the keys that lead there.
import { Suspense, useCallback, useEffect, useMemo, useRef, useState, type ComponentType, type JSX, type LazyExoticComponent } from 'react';
import { Loading } from '../ui/failure-notice.tsx';
import { cx } from '../ui/cx.ts';
import { useNotices } from '../ui/notices.tsx';
import { useDesk } from './desk.tsx';
import { DroppedFileProvider } from './dropped-file.tsx';
import { useGo, useRoute } from './route.tsx';
import { hashToRoute, screenTitles, type ScreenId } from './routes.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { isTypingIn, pressToShortcut } from './shortcuts.ts';
import { SideNav } from './side-nav.tsx';
import { useScreenStore } from './use-screen-store.ts';
import styles from './wizard-frame.module.css';
import { createWizardStore, waitingCounts, type WizardState, type WizardStore } from './wizard-store.ts';
import { WorkspaceProvider } from './workspace.tsx';

export type ScreenRegistry = Readonly<Record<ScreenId, LazyExoticComponent<ComponentType>>>;

/** Corrections and bundles are chosen there, and are no lists to import. */
const takesOtherFiles: ReadonlySet<ScreenId> = new Set<ScreenId>(['quarantine', 'log']);

export const WizardFrame = ({ screens }: { readonly screens: ScreenRegistry }): JSX.Element => {
  const { client, bridge } = useDesk();
  const { tell } = useNotices();
  const { screen, params } = useRoute();
  // what is looked at on a screen: another one begins at its top
  const place = [screen, params['destination'], params['new'], params['rows'], params['import'], params['watches']].join(' ');
  const go = useGo();
  const [helping, setHelping] = useState(false);
  const main = useRef<HTMLElement>(null);
  const dropped = useRef<File | null>(null);
  const takeDropped = useCallback(() => {
    const file = dropped.current;
    dropped.current = null;
    return file;
  }, []);
  const [state, { refresh }] = useScreenStore<WizardState, WizardStore>(() => createWizardStore(client, ({ title, advice }) => {
    tell({ text: `${title}. ${advice}`, tone: 'bad' });
    bridge.notices?.show(title, advice);
  }));
  const workspace = useMemo(() => ({ state, refresh }), [state, refresh]);
  const Shown = screens[screen];

  useEffect(() => { document.title = `${screenTitles[screen]} · DNC Desk`; }, [screen]);
  const wasOn = useRef(screen);
  useEffect(() => {
    if (wasOn.current === screen) return;
    wasOn.current = screen;
    main.current?.focus({ preventScroll: true });
  }, [screen]);
  const wasAt = useRef(place);
  useEffect(() => {
    if (main.current === null || wasAt.current === place) return;
    wasAt.current = place;
    main.current.scrollTop = 0;
    // what had the focus went with what it belonged to
    if (document.activeElement === document.body) main.current.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const shortcut = pressToShortcut(event, isTypingIn(event.target));
      if (shortcut === null || document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
      event.preventDefault();
      if (shortcut.do === 'help') setHelping(true);
      else if (hashToRoute(window.location.hash).screen === shortcut.screen) main.current?.focus({ preventScroll: true });
      else go(shortcut.screen);
    };
    document.addEventListener('keydown', press);
    return () => { document.removeEventListener('keydown', press); };
  }, [go]);

  useEffect(() => {
    // a file dropped where nobody wants it would replace the page
    const refuse = (event: DragEvent): void => { event.preventDefault(); };
    const lead = (event: DragEvent): void => {
      const file = event.defaultPrevented || takesOtherFiles.has(screen) ? undefined : event.dataTransfer?.files[0];
      event.preventDefault();
      if (file === undefined) return;
      dropped.current = file;
      go('import');
    };
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', lead);
    return () => { window.removeEventListener('dragover', refuse); window.removeEventListener('drop', lead); };
  }, [go, screen]);

  return (
    <WorkspaceProvider workspace={workspace}>
      <button type="button" className={cx(styles['skip'])} onClick={() => { main.current?.focus(); }}>Skip to the screen</button>
      <div className={cx(styles['frame'])}>
        <SideNav screen={screen} waiting={state.status === 'showing' ? waitingCounts(state.home) : {}} onHelp={() => { setHelping(true); }} />
        <main ref={main} tabIndex={-1} className={cx(styles['main'])} aria-label={screenTitles[screen]}>
          <ScreenBoundary key={screen}>
            <Suspense fallback={<Loading what={screenTitles[screen].toLowerCase()} />}>
              <DroppedFileProvider take={takeDropped}><Shown /></DroppedFileProvider>
            </Suspense>
          </ScreenBoundary>
        </main>
      </div>
      <ShortcutsDialog isOpen={helping} onClose={() => { setHelping(false); }} />
    </WorkspaceProvider>
  );
};
