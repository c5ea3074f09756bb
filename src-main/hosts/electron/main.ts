// Electron's main process: one instance, one hardened window, the same core behind one channel.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { failureWords } from '../../../src-shared/words/failure-words.ts';
import { createFileLogger } from '../../ports/logger.ts';
import { exitCodeOf } from '../cli/exit-code.ts';
import { findHome } from '../home-folder.ts';
import { openDesk } from '../open-desk.ts';
import { createPageFiles } from '../page-files.ts';
import { findPlaces } from '../places.ts';
import { bindIpc } from './bind-ipc.ts';
import { closeCalmly, quitWithWindow } from './close-calmly.ts';
import { notifyAttention } from './notify.ts';
import { createFileActs } from './pick-file.ts';
import { registerScheme, servePage } from './serve-page.ts';
import { createIsOurs, createWindow, denyPermissions, pageAddress } from './window.ts';

const open = async (): Promise<void> => {
  let window: BrowserWindow | null = null;
  const shown = (): BrowserWindow | null => window;
  app.on('second-instance', () => {
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  await app.whenReady();
  const desk = await openDesk(process.env);
  if (!desk.ok) {
    const { title, advice } = failureWords(desk.failure);
    dialog.showErrorBox(title, advice);
    return app.exit(exitCodeOf(desk.failure));
  }
  const { renderer, preload } = findPlaces(import.meta.url);
  const devServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
  const isOurs = createIsOurs(devServer);
  servePage(createPageFiles(renderer));
  denyPermissions();
  bindIpc({ core: desk.value.core, acts: createFileActs(desk.value.files, shown), isOurs, window: shown });
  notifyAttention(desk.value.core);
  closeCalmly(desk.value, shown);
  window = createWindow(preload, isOurs);
  quitWithWindow(window);
  desk.value.stay();
  await window.loadURL(devServer ?? pageAddress);
};

registerScheme();
// One instance for each data folder: Electron keeps its lock where it keeps its own data.
app.setPath('userData', join(findHome(process.env), 'electron'));
app.on('window-all-closed', () => app.quit());
// Not awaited here: Electron is ready only after this module has been evaluated to its end.
if (app.requestSingleInstanceLock()) {
  open().catch((thrown: unknown) => {
    const id = randomUUID().slice(0, 8);
    createFileLogger(join(findHome(process.env), 'defects.log')).defect(id, 'electron', thrown);
    const { title, advice } = failureWords({ type: 'Defect', id });
    dialog.showErrorBox(title, advice);
    app.exit(70);
  });
} else app.quit();
