// One channel, one door: only our own page's top frame is answered, everyone else gets the same refusal.
import { ipcMain, type BrowserWindow, type WebFrameMain } from 'electron';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, type Failed } from '../../../src-shared/result.ts';
import type { Core } from '../../core/core.ts';
import { callChannel, eventChannel, type Act } from './channels.ts';

export type IpcNeeds = {
  readonly core: Core;
  readonly acts: Readonly<Record<Act, (input: unknown) => Promise<unknown>>>;
  readonly isOurs: (url: string) => boolean;
  readonly window: () => BrowserWindow | null;
};

/** Answers its undoing. */
export const bindIpc = ({ core, acts, isOurs, window }: IpcNeeds): (() => void) => {
  ipcMain.handle(callChannel, async (event, to: unknown, name: unknown, input: unknown) => {
    if (!isOurFrame(event.senderFrame, isOurs)) return refusal;
    if (typeof name !== 'string') return unknownCommand;
    if (to === 'core') return core.call(name, input);
    if (to === 'host' && Object.hasOwn(acts, name)) return acts[name as Act](input);
    return unknownCommand;
  });
  const deaf = core.listen((event) => {
    const shown = window();
    if (shown !== null && !shown.isDestroyed()) shown.webContents.send(eventChannel, event);
  });
  return () => {
    deaf();
    ipcMain.removeHandler(callChannel);
  };
};

const refusal: Failed<Failure> = fail({ type: 'HostGone', why: 'this page is not DNC Desk’s own' });
const unknownCommand: Failed<Failure> = fail({ type: 'CommandUnknown', name: '' });

const isOurFrame = (frame: WebFrameMain | null, isOurs: (url: string) => boolean): boolean =>
  frame !== null && frame.parent === null && isOurs(frame.url);
