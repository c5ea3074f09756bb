// The bridge in a browser: calls are POSTs, events a stream that reconnects, files uploads and downloads under tickets.
import type { CoreEvent } from '../../src-shared/contract/contract.ts';
import { httpPaths } from '../../src-shared/contract/http-paths.ts';
import type { Failure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { readableExtensions } from '../../src-shared/words/file-format-words.ts';
import type { Bridge, PickedFile } from './bridge.ts';
import { createBrowserNotices, type NotificationKind } from './browser-notices.ts';
import { isResult, readEvent } from './read-host.ts';

/** The browser's own things this transport stands on; tests bring theirs. */
export type BrowserNeeds = {
  readonly fetch: typeof globalThis.fetch;
  readonly openEvents: (url: string) => EventSource;
  readonly document: Document;
  readonly notification?: NotificationKind | undefined;
};

const HTTP_FORBIDDEN = 403;

export const createBrowserBridge = ({ fetch, openEvents, document, notification }: BrowserNeeds): Bridge => {
  const post = async (path: string, body: BodyInit, type: string): Promise<unknown> => {
    let answer: Response;
    try {
      answer = await fetch(path, { method: 'POST', body, headers: { 'content-type': type }, credentials: 'same-origin' });
    } catch (problem) {
      return hostGone(problem instanceof Error ? problem.message : 'no connection');
    }
    if (answer.status === HTTP_FORBIDDEN) return hostGone('this window is not signed in any more');
    const reply: unknown = await answer.json().catch(() => null);
    return isResult(reply) ? reply : hostGone(`status ${answer.status}`);
  };

  const offerFile = async (file: File): Promise<Result<PickedFile, Failure>> =>
    // a Result, and our own host builds it under this type
    (await post(httpPaths.upload(file.name), file, 'application/octet-stream')) as Result<PickedFile, Failure>;

  return {
    call: async (name, input) => await post(httpPaths.call(name), JSON.stringify(input), 'application/json'),
    listen: (hear) => listenTo(openEvents, hear),
    offerFile,
    notices: createBrowserNotices(notification),
    pickFile: async () => {
      const file = await chooseFile(document);
      return file === null ? ok(null) : await offerFile(file);
    },
    saveFile: async (ticket) => {
      const link = document.createElement('a');
      link.href = httpPaths.file(ticket);
      link.download = '';
      document.body.append(link);
      link.click();
      link.remove();
      return await Promise.resolve(true);
    },
  };
};

const hostGone = (why: string): Result<never, Failure> => fail({ type: 'HostGone', why });

/** EventSource reconnects by itself. When it breaks, a hint to look again is made up, so that the page says when nobody answers; and again after the gap, when everything may have changed. */
const listenTo = (openEvents: BrowserNeeds['openEvents'], hear: (event: CoreEvent) => void): (() => void) => {
  const source = openEvents(httpPaths.events);
  let dropped = false;
  source.addEventListener('message', (message: MessageEvent<string>) => { hear(readEvent(message.data)); });
  source.addEventListener('error', () => {
    if (!dropped) hear({ type: 'ledger.changed', seq: 0 });
    dropped = true;
  });
  source.addEventListener('open', () => {
    if (dropped) hear({ type: 'ledger.changed', seq: 0 });
    dropped = false;
  });
  return () => { source.close(); };
};

const chooseFile = async (document: Document): Promise<File | null> => {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = readableExtensions.map((extension) => `.${extension}`).join(',');
  input.hidden = true;
  document.body.append(input);
  return await new Promise<File | null>((settle) => {
    const end = (): void => { input.remove(); settle(input.files?.[0] ?? null); };
    input.addEventListener('change', end, { once: true });
    input.addEventListener('cancel', end, { once: true });
    input.click();
  });
};
