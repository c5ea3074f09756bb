// The bridge inside Electron: passes everything to what the preload script put on the window.
import type { Transport } from '../../src-shared/contract/contract.ts';
import { fail, ok } from '../../src-shared/result.ts';
import type { Bridge, PickedFile } from './bridge.ts';

/** What `preload.ts` exposes as `window.dncDesk`. */
export type DncDesk = Transport & {
  readonly pickFile: () => Promise<PickedFile | null>;
  readonly pickFolder: () => Promise<PickedFile | null>;
  /** Null when the file is not one on this machine's disk. */
  readonly offerFile: (file: File) => Promise<PickedFile | null>;
  readonly saveFile: (ticket: string) => Promise<boolean>;
};

export const createElectronBridge = (desk: DncDesk): Bridge => ({
  call: desk.call,
  listen: desk.listen,
  pickFile: async () => ok(await desk.pickFile()),
  pickFolder: async () => ok(await desk.pickFolder()),
  offerFile: async (file) => {
    const picked = await desk.offerFile(file);
    return picked === null ? fail({ type: 'FileMissing', name: file.name }) : ok(picked);
  },
  saveFile: desk.saveFile,
});
