// Both bridges give the page the same promises: results, events, files as tickets, and a failure when the host is gone.
import { afterEach, expect, test } from 'vitest';
import { createBrowserNotices } from '../../src-renderer/api/browser-notices.ts';
import { createBrowserBridge, type BrowserNeeds } from '../../src-renderer/api/browser-transport.ts';
import { chooseBridge } from '../../src-renderer/api/choose-transport.ts';
import { createElectronBridge, type DncDesk } from '../../src-renderer/api/electron-transport.ts';
import { ok } from '../../src-shared/result.ts';
import type { CoreEvent } from '../../src-shared/contract/contract.ts';

afterEach(() => { document.body.replaceChildren(); });

const needs = (fetch: typeof globalThis.fetch, source = new EventTarget()): BrowserNeeds => ({
  // an EventTarget with close is all of EventSource that is used
  fetch, document, openEvents: () => Object.assign(source, { close: () => undefined }) as unknown as EventSource,
});

test('a call is a POST of JSON to its own address', async () => {
  const seen: unknown[] = [];
  const bridge = createBrowserBridge(needs(async (url, init) => { seen.push([url, init?.method, init?.body]); return await Promise.resolve(Response.json(ok(7))); }));
  expect(await bridge.call('run.get', { runId: 7 })).toEqual(ok(7));
  expect(seen).toEqual([['/call/run.get', 'POST', '{"runId":7}']]);
});

test.each<[string, () => Promise<Response>]>([
  ['no connection', async () => await Promise.reject(new TypeError('no connection'))],
  ['this window is not signed in any more', async () => await Promise.resolve(new Response('no', { status: 403 }))],
  ['status 502', async () => await Promise.resolve(new Response('<html>', { status: 502 }))],
  ['status 200', async () => await Promise.resolve(Response.json({ version: '1.0', name: 'another program on our port' }))],
  ['status 200', async () => await Promise.resolve(Response.json({ ok: false, failure: 'no' }))],
  ['status 200', async () => await Promise.resolve(Response.json(null))],
])('a host that is gone (%s) is a failure and not a throw', async (why, fetch) => {
  expect(await createBrowserBridge(needs(fetch)).call('home.get', {})).toEqual({ ok: false, failure: { type: 'HostGone', why } });
});

test.each(['not JSON', 'null', '{"type":7}'])('a line that is no event (%s) tells the page to look again', (data) => {
  const source = new EventTarget();
  const heard: CoreEvent[] = [];
  createBrowserBridge(needs(fetch, source)).listen((event) => { heard.push(event); });
  source.dispatchEvent(new MessageEvent('message', { data }));
  expect(heard).toEqual([{ type: 'ledger.changed', seq: 0 }]);
});

test('events arrive, and when the stream breaks and when it is back the page is told to look again', () => {
  const source = new EventTarget();
  const heard: CoreEvent[] = [];
  createBrowserBridge(needs(fetch, source)).listen((event) => { heard.push(event); });
  source.dispatchEvent(new Event('open'));
  source.dispatchEvent(new MessageEvent('message', { data: '{"type":"run.changed","seq":4,"runId":1,"destinationId":2}' }));
  expect(heard).toEqual([{ type: 'run.changed', seq: 4, runId: 1, destinationId: 2 }]);
  source.dispatchEvent(new Event('error'));
  source.dispatchEvent(new Event('error'));
  expect(heard.slice(1)).toEqual([{ type: 'ledger.changed', seq: 0 }]);
  source.dispatchEvent(new Event('open'));
  expect(heard.slice(2)).toEqual([{ type: 'ledger.changed', seq: 0 }]);
});

test('a picked file is uploaded under its own name and becomes a ticket; picking none is no upload', async () => {
  const seen: unknown[] = [];
  const bridge = createBrowserBridge(needs(async (url) => { seen.push(url); return await Promise.resolve(Response.json(ok({ ticket: 't', name: 'a b.csv' }))); }));
  const picking = bridge.pickFile();
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  Object.defineProperty(input, 'files', { value: [new File(['x'], 'a b.csv')] });
  input?.dispatchEvent(new Event('change'));
  expect(await picking).toEqual(ok({ ticket: 't', name: 'a b.csv' }));
  expect(seen).toEqual(['/upload?name=a%20b.csv']);
  const again = bridge.pickFile();
  document.querySelector('input[type=file]')?.dispatchEvent(new Event('cancel'));
  expect(await again).toEqual(ok(null));
  expect(seen).toHaveLength(1);
});

test('in Electron a file that is on no disk is said to be missing', async () => {
  const desk: DncDesk = { call: async () => await Promise.resolve(ok(1)), listen: () => () => undefined, pickFile: async () => await Promise.resolve(null), pickFolder: async () => await Promise.resolve(null), offerFile: async () => await Promise.resolve(null), saveFile: async () => await Promise.resolve(true) };
  const bridge = createElectronBridge(desk);
  expect(await bridge.pickFile()).toEqual(ok(null));
  expect(await bridge.offerFile(new File([], 'x.csv'))).toEqual({ ok: false, failure: { type: 'FileMissing', name: 'x.csv' } });
  expect(chooseBridge(Object.assign(Object.create(window) as Window, { dncDesk: desk })).call).toBe(desk.call);
});

test('the system’s notifications are asked for once, and shown only where the person agreed', () => {
  const shown: string[] = [];
  const asked: string[] = [];
  const kind = (permission: NotificationPermission) => class {
    static readonly permission = permission;
    static readonly requestPermission = async () => { asked.push(permission); return await Promise.resolve(permission); };
    constructor(title: string) { shown.push(`${permission} ${title}`); }
  };
  for (const permission of ['default', 'denied', 'granted'] as const) {
    const notices = createBrowserNotices(kind(permission));
    notices.ask();
    notices.show('Trouble', 'Look');
  }
  createBrowserNotices(undefined).show('Trouble', 'Look');
  expect([asked, shown]).toEqual([['default'], ['granted Trouble']]);
});
