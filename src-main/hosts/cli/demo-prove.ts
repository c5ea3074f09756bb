// The demo's proof: the log leaves as a bundle, is checked from the file alone, and its signature by a program nobody here wrote.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ok } from '../../../src-shared/result.ts';
import { countOf, formatBytes } from '../../../src-shared/words/figures.ts';
import { readZipDirectory } from '../../sealed-log/read-zip.ts';
import { interrupted, type DemoAt, type DemoResult } from './demo-world.ts';
import { tame } from './print.ts';

/** `signature`: what a stock ssh-keygen says; null where there is none. */
export type Proof = { readonly leaves: number; readonly checkpoint: string; readonly bundle: string; readonly check: 'valid' | 'invalid'; readonly signature: boolean | null };

export const proveLog = async ({ voice, client, desk, stop }: DemoAt): Promise<DemoResult<Proof>> => {
  if (stop.aborted) return interrupted;
  voice.head('7  Sealed log: the proof leaves the house, and stands without us');
  const made = await client.call('log.export', { to: 'Demo' });
  if (!made.ok) return made;
  const { file, ticket, bytes, leaves, checkpoint } = made.value;
  const found = desk.files.find(ticket);
  if (!found.ok) return found;
  const bundle = found.value.path;
  voice.say(`${file} (${formatBytes(bytes)}): ${countOf(leaves, 'leaf', 'leaves')}, no telephone number and no name in it`);

  const checked = await client.call('log.check', { ticket });
  if (!checked.ok) return checked;
  const { verdict, checks } = checked.value;
  const broken = checks.filter(({ state }) => state === 'wrong');
  voice.say(`log check, from the file alone: ${verdict} (${countOf(checks.length, 'check')})`);
  for (const { what, detail } of broken) voice.say(`  did not hold: ${tame(what)}: ${tame(detail)}`);

  const asked = await askSshKeygen(bundle);
  voice.say(asked.signature === null
    ? 'ssh-keygen is not installed here, so its word on the signature is missing; START-HERE.txt in the bundle tells how to ask it'
    : `ssh-keygen, as START-HERE.txt tells: ${asked.signature ? 'accepted' : 'NOT accepted'}: ${tame(asked.words).split(' for ')[0] ?? ''}`);
  return ok({ leaves, checkpoint, bundle, check: verdict, signature: asked.signature });
};

type Asked = { readonly signature: boolean | null; readonly words: string };

/** Unpacks the bundle beside nothing of ours and runs the very command that START-HERE.txt prints. */
const askSshKeygen = async (bundle: string): Promise<Asked> => {
  const folder = await mkdtemp(join(tmpdir(), 'dnc-desk-check-'));
  try {
    const parts = await unpack(bundle, folder);
    const command = /^\s*ssh-keygen (-Y verify .*) < SHA256SUMS$/m.exec(parts.get('START-HERE.txt')?.toString('utf8') ?? '')?.[1];
    const sums = parts.get('SHA256SUMS');
    if (command === undefined || sums === undefined) return { signature: false, words: 'START-HERE.txt or SHA256SUMS is missing' };
    return await run('ssh-keygen', command.split(' '), folder, sums);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The ZIP's members lie in it as they are, and its directory admits no name that leads out of the folder. */
const unpack = async (bundle: string, folder: string): Promise<ReadonlyMap<string, Buffer>> => {
  const parts = new Map<string, Buffer>();
  const file = await open(bundle);
  try {
    const entries = await readZipDirectory(file, (await file.stat()).size);
    if (!entries.ok) return parts;
    for (const { name, start, size } of entries.value) {
      const bytes = Buffer.alloc(size);
      await file.read(bytes, 0, size, start);
      const path = join(folder, ...name.split('/'));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes, { mode: 0o600 });
      parts.set(name, bytes);
    }
    return parts;
  } finally {
    await file.close();
  }
};

const run = (program: string, args: readonly string[], cwd: string, input: Uint8Array): Promise<Asked> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: 'pipe' });
    let words = '';
    const hear = (text: string): void => { words += text; };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    // A program that is not there, or has left already, reads nothing.
    child.stdin.on('error', () => undefined);
    child.once('error', () => resolve({ signature: null, words: '' }));
    child.once('close', (code) => resolve({ signature: code === 0, words: words.trim() }));
    child.stdin.end(input);
  });
