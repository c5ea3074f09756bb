// The six functions the page gets, and no others; the page's own arguments can never choose where a message goes.
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';
import { callChannel, eventChannel, type Act } from './channels.ts';

const host = (act: Act, input: unknown): Promise<unknown> => ipcRenderer.invoke(callChannel, 'host', act, input);

contextBridge.exposeInMainWorld('dncDesk', {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke(callChannel, 'core', name, input),
  listen: (hear: (event: CoreEvent) => void): (() => void) => {
    const pass = (_event: IpcRendererEvent, event: CoreEvent): void => hear(event);
    ipcRenderer.on(eventChannel, pass);
    return () => { ipcRenderer.off(eventChannel, pass); };
  },
  pickFile: () => host('pick-file', null),
  pickFolder: () => host('pick-folder', null),
  // The path goes from Electron to Electron; the page has only the File it was given by the person.
  offerFile: (file: File) => host('offer-file', { path: webUtils.getPathForFile(file), name: file.name }),
  saveFile: (ticket: string) => host('save-file', ticket),
});
