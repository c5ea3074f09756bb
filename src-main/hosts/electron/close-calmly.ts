// Quitting: a push that is running asks first, and the core lets its requests answer before the process ends.
import { app, dialog, type BrowserWindow } from 'electron';
import { createClient } from '../../../src-shared/contract/contract.ts';
import type { Desk } from '../open-desk.ts';

export const closeCalmly = (desk: Desk, window: () => BrowserWindow | null): void => {
  let phase: 'open' | 'closing' | 'closed' = 'open';
  app.on('before-quit', (event) => {
    if (phase === 'closed') return;
    event.preventDefault();
    if (phase === 'closing') return;
    phase = 'closing';
    void (async () => {
      const shown = window();
      if (shown !== null && !shown.isDestroyed() && (await isPushing(desk)) && !(await agrees(shown))) {
        phase = 'open';
        return;
      }
      await desk.close();
      phase = 'closed';
      app.quit();
    })();
  });
};

/** A closed window quits the app; while a push runs the window stays until the question is answered. */
export const quitWithWindow = (window: BrowserWindow): void => {
  let quitting = false;
  app.on('before-quit', () => { quitting = true; });
  window.on('close', (event) => {
    if (quitting) return;
    event.preventDefault();
    app.quit();
    quitting = false;
  });
};

const isPushing = async (desk: Desk): Promise<boolean> => {
  const runs = await createClient(desk.core).call('run.page', { offset: 0, limit: 20 });
  return runs.ok && runs.value.rows.some((run) => run.working && (run.state === 'running' || run.state === 'cutting'));
};

const agrees = async (window: BrowserWindow): Promise<boolean> => {
  const answer = await dialog.showMessageBox(window, {
    type: 'question', buttons: ['Keep pushing', 'Stop and quit'], defaultId: 0, cancelId: 0,
    message: 'A push is running.', detail: 'Requests that are under way will be answered first. The run goes on from there when you resume it.',
  });
  return answer.response === 1;
};
