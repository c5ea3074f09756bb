// Files by dialog and by drop: the page gets tickets and names, paths stay in this process.
import { copyFile } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { readableExtensions } from '../../../src-shared/words/file-format-words.ts';
import type { Files } from '../../ports/files.ts';
import type { Act } from './channels.ts';

const offerSchema = z.strictObject({ path: z.string().refine((path) => isAbsolute(path)), name: z.string().max(1000) });

/** The shapes are those of the page's bridge: a picked file or null, and whether a file was saved. */
export const createFileActs = (files: Files, window: () => BrowserWindow | null): Readonly<Record<Act, (input: unknown) => Promise<unknown>>> => ({
  'pick-file': async () => {
    const parent = window();
    if (parent === null) return null;
    const picked = await dialog.showOpenDialog(parent, {
      title: 'Choose a file to import', properties: ['openFile'],
      filters: [{ name: 'Lists', extensions: [...readableExtensions] }, { name: 'All files', extensions: ['*'] }],
    });
    const [path] = picked.filePaths;
    return picked.canceled || path === undefined ? null : { ticket: files.admit(path, basename(path)), name: basename(path) };
  },
  'pick-folder': async () => {
    const parent = window();
    if (parent === null) return null;
    const picked = await dialog.showOpenDialog(parent, { title: 'Choose a folder to watch', properties: ['openDirectory'] });
    const [path] = picked.filePaths;
    return picked.canceled || path === undefined ? null : { ticket: files.admit(path, basename(path)), name: basename(path) };
  },
  // A File made by a script has no path: Electron gives '', which is refused here.
  'offer-file': async (input) => {
    const offered = offerSchema.safeParse(input);
    return offered.success ? { ticket: files.admit(offered.data.path, offered.data.name), name: offered.data.name } : null;
  },
  'save-file': async (input) => {
    const parent = window();
    const found = typeof input === 'string' ? files.find(input) : null;
    if (parent === null || found === null || !found.ok) return false;
    const chosen = await dialog.showSaveDialog(parent, { defaultPath: found.value.name });
    if (chosen.canceled || chosen.filePath === '') return false;
    try {
      await copyFile(found.value.path, chosen.filePath);
      return true;
    } catch (thrown) {
      dialog.showErrorBox('The file was not saved', thrown instanceof Error && 'code' in thrown ? `The system says ${String(thrown.code)}. Choose another folder.` : 'Choose another folder.');
      return false;
    }
  },
});
