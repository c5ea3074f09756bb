// The way through the job: the links in order, each with its key and with what waits there.
import { useState, type JSX } from 'react';
import { ArrowDownToLine, ArrowUpFromLine, FileInput, House, ListChecks, ListX, MonitorCog, Moon, ScrollText, SearchCheck, Sun, Waypoints } from 'lucide-react';
import { formatBadge, formatCount } from '../../src-shared/words/figures.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { ReadersOnly } from '../ui/layout.tsx';
import { screenIds, screenTitles, type ScreenId } from './routes.ts';
import { keepTheme, readTheme, showTheme, themes, type Theme } from './theme.ts';
import styles from './wizard-frame.module.css';

const icons: Readonly<Record<ScreenId, JSX.Element>> = {
  home: <House />, import: <FileInput />, quarantine: <ListX />, 'map-codes': <ListChecks />, destinations: <Waypoints />, push: <ArrowUpFromLine />, verify: <SearchCheck />, log: <ScrollText />, release: <ArrowDownToLine />,
};
const waitingWords: Readonly<Partial<Record<ScreenId, string>>> = { quarantine: 'held', 'map-codes': 'to settle', push: 'dead letters', release: 'proposed' };
const themeIcons: Readonly<Record<Theme, JSX.Element>> = { system: <MonitorCog />, light: <Sun />, dark: <Moon /> };

export const SideNav = ({ screen, waiting, onHelp }: { readonly screen: ScreenId; readonly waiting: Readonly<Partial<Record<ScreenId, number>>>; readonly onHelp: () => void }): JSX.Element => (
  <nav className={cx(styles['nav'])} aria-label="Screens">
    <p className={cx(styles['brand'])}><span aria-hidden="true" className={cx(styles['mark'])} />DNC Desk</p>
    <ol>
      {screenIds.map((id, index) => {
        const count = waiting[id] ?? 0;
        return (
          <li key={id}>
            <a href={`#/${id}`} className={cx(styles['link'])} aria-current={id === screen ? 'page' : undefined} aria-keyshortcuts={`Alt+${index + 1}`} title={`Alt+${index + 1}`}>
              <span aria-hidden="true" className={cx(styles['icon'])}>{icons[id]}</span>
              {screenTitles[id]}
              {count === 0 ? null : <span className={cx(styles['count'])}><span aria-hidden="true">{formatBadge(count)}</span><ReadersOnly>{formatCount(count)} {waitingWords[id]}</ReadersOnly></span>}
            </a>
          </li>
        );
      })}
    </ol>
    <div className={cx(styles['foot'])}>
      <ThemeButton />
      <Button kind="quiet" hint="?" onPress={onHelp}>Shortcuts</Button>
    </div>
  </nav>
);

const ThemeButton = (): JSX.Element => {
  const [theme, setTheme] = useState(() => readTheme(window.localStorage));
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <IconButton label={`Colours: ${theme}. Change to ${next}`} icon={themeIcons[theme]} onPress={() => {
      keepTheme(window.localStorage, next);
      showTheme(document, next);
      setTheme(next);
    }} />
  );
};
