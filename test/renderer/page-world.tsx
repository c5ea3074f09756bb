// A page's world for tests: a transport that answers as the test says and remembers what was asked, a bridge for files, a clock.
import type { JSX, ReactNode } from 'react';
import type { CoreEvent } from '../../src-shared/contract/contract.ts';
import { createClient, type Client } from '../../src-shared/contract/contract.ts';
import { ok } from '../../src-shared/result.ts';
import type { Bridge } from '../../src-renderer/api/bridge.ts';
import { ClockProvider } from '../../src-renderer/ui/clock.tsx';
import { NoticesProvider } from '../../src-renderer/ui/notices.tsx';
import { WorkspaceProvider, type Workspace } from '../../src-renderer/wizard/workspace.tsx';
import { DeskProvider } from '../../src-renderer/wizard/desk.tsx';

export type Asked = { readonly name: string; readonly input: unknown };

export type PageWorld = {
  readonly client: Client;
  readonly bridge: Bridge;
  readonly asked: Asked[];
  readonly listeners: () => number;
  readonly emit: (event: CoreEvent) => void;
  readonly clock: { ms: number };
  readonly Around: ({ children }: { readonly children: ReactNode }) => JSX.Element;
};

/** `answers[name](input)` is the reply, or a promise of it; a command nobody expected fails the test. */
export const createPageWorld = (answers: Readonly<Record<string, (input: never) => unknown>>, files: Partial<Bridge> = {}): PageWorld => {
  const asked: Asked[] = [];
  const hearers = new Set<(event: CoreEvent) => void>();
  const clock = { ms: Date.UTC(2026, 10, 21, 12) };
  const bridge: Bridge = {
    call: async (name, input) => {
      asked.push({ name, input });
      const answer = answers[name];
      if (answer === undefined) throw new Error(`nobody expected ${name}`);
      return structuredClone(await answer(input as never));
    },
    listen: (hear) => { hearers.add(hear); return () => { hearers.delete(hear); }; },
    pickFile: async () => await Promise.resolve(ok({ ticket: 't1', name: 'requests.xlsx' })),
    offerFile: async (file) => await Promise.resolve(ok({ ticket: 't2', name: file.name })),
    saveFile: async () => await Promise.resolve(true),
    ...files,
  };
  const client = createClient(bridge);
  const now = (): number => clock.ms;
  const desk = { client, bridge, now };
  // the frame's own snapshot stands in front of this where the frame is drawn
  const loading: Workspace = { state: { status: 'loading' }, refresh: async () => { await Promise.resolve(); } };
  return {
    client, bridge, asked, clock,
    listeners: () => hearers.size,
    emit: (event) => { for (const hear of hearers) hear(event); },
    Around: ({ children }) => <ClockProvider now={now}><NoticesProvider><DeskProvider desk={desk}><WorkspaceProvider workspace={loading}>{children}</WorkspaceProvider></DeskProvider></NoticesProvider></ClockProvider>,
  };
};

/** A promise and the means to settle it later: for answers that overtake each other. */
export const later = <T,>(): { readonly promise: Promise<T>; readonly settle: (value: T) => void } => {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => { settle = resolve; });
  return { promise, settle };
};

/** jsdom lays nothing out; lists need a height to know what is in sight. */
export const giveHeight = (height = 330, width = 900): void => {
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => height });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => width });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => height });
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', { configurable: true, get: () => 40_000_000 });
  Object.defineProperty(HTMLElement.prototype, 'scrollTo', { configurable: true, value(this: HTMLElement, options: { top: number }) { this.scrollTop = options.top; this.dispatchEvent(new Event('scroll')); } });
};
