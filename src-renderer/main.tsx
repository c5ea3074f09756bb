// Starts the page: the only place of the renderer that touches real things (the document, the transport, the clock).
import './ui/tokens.css';
import './ui/base.css';
import { createRoot } from 'react-dom/client';
import { chooseBridge } from './api/choose-transport.ts';
import { createClock } from './api/clock.ts';
import { App } from './app.tsx';
import { fetchScreens } from './screen-registry.ts';
import { readTheme, showTheme } from './wizard/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
showTheme(document, readTheme(window.localStorage));
createRoot(root).render(<App bridge={chooseBridge(window)} now={createClock().now} />);
void fetchScreens();
