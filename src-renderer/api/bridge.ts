// What a host gives the page: the transport, and files as tickets; a page never sees a path.
import type { Transport } from '../../src-shared/contract/contract.ts';
import type { Failure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import type { SystemNotices } from './browser-notices.ts';

export type PickedFile = { readonly ticket: string; readonly name: string };

export type Bridge = Transport & {
  /** Lets the person choose a file; null when they chose none. */
  readonly pickFile: () => Promise<Result<PickedFile | null, Failure>>;
  /** Lets the person choose a folder on the desk's machine; absent where the host cannot ask: a page never names a path. */
  readonly pickFolder?: () => Promise<Result<PickedFile | null, Failure>>;
  /** Turns a dropped file into a ticket. */
  readonly offerFile: (file: File) => Promise<Result<PickedFile, Failure>>;
  /** The system's own notifications; absent where the host shows them by itself. */
  readonly notices?: SystemNotices;
  /** Saves or downloads what a ticket stands for; false when the person thought better of it. */
  readonly saveFile: (ticket: string) => Promise<boolean>;
};
