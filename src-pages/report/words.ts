// What an entry says, in a sentence a stranger to the program can read; anything without a sentence is shown as it is written.
import { count } from '../kit/draw.ts';
import type { Json, JsonRecord } from '../proof/canonical.ts';
import type { Leaf } from '../proof/leaf.ts';

const kindWords: Readonly<Record<string, string>> = {
  'ledger.genesis': 'Log begun', 'key.add': 'Key added', 'key.rotate': 'Key changed', 'key.revoke': 'Key withdrawn', 'actor.add': 'Person added', 'import.batch': 'Import',
  decision: 'Decision', 'push.request': 'Request to vendor', 'push.response': 'Answer of vendor', 'cooldown.check': 'Reading back', 'delete.request': 'Release asked for',
  'delete.done': 'Release done', 'export.seal': 'Export', 'index.root': 'Index sealed', 'anchor.rfc3161': 'Time stamp', 'anchor.mail': 'Checkpoint sent', 'anchor.cosign': 'Cosigned',
  'clock.jump': 'Clock jumped', restore: 'Restored', 'app.update': 'Program updated',
};
export const kindWord = (kind: string): string => (Object.hasOwn(kindWords, kind) ? kindWords[kind] ?? kind : kind);

const actWords: Readonly<Record<string, string>> = {
  accept: 'Held rows accepted', 'accept-suggestions': 'Suggested corrections accepted', discard: 'Held rows discarded', fix: 'Held row corrected', correct: 'Held rows corrected from a file', undo: 'Decision undone',
  'code-map': 'Code map changed', conflict: 'Conflict decided', 'destination.create': 'Destination added', 'destination.update': 'Destination changed', 'destination.remove': 'Destination removed',
  'destination.set-list': 'List chosen', 'destination.save-secret': 'Credential saved', 'run.start': 'Push started', 'run.resume': 'Push resumed', 'run.rested': 'Push ended',
  'secrets.use-vault': 'Secrets moved to a vault', 'dead-letter.retried': 'Refused numbers sent again', 'dead-letter.corrected': 'Refused numbers corrected', 'dead-letter.discarded': 'Refused numbers given up',
  'release.request': 'Release asked for', 'release.held-back': 'Numbers kept blocked after all', 'release.decline': 'Release declined', 'release.start': 'Taking numbers off lists started',
  'release.take-back': 'Approved release taken back', 'verify.attested': 'A person answered for a list that cannot be read back', 'import.undone': 'Import taken back', 'import.refused': 'Import refused',
  'layout.save': 'Way of reading files saved', 'layout.remove': 'Way of reading files removed', 'watch.set': 'Folder watched', 'watch.remove': 'Folder watched no more', 'watch.resume': 'Watched folder goes on', 'watch.pause': 'Watched folder rests',
  'area-codes.replace': 'Area codes replaced', 'area-codes.reset': 'The program’s own area codes in use again', 'campaign.wake': 'Ended campaigns woken', 'campaign.bind': 'Campaigns made to heed lists',
  'webhook.register': 'Address told of new entries', 'webhook.remove': 'Address told no more', 'cosigner.add': 'Cosigner known', 'log.trust': 'Another log known', 'pepper.backup': 'Secret of labels backed up', 'pepper.restore': 'Secret of labels brought back',
};
export const actWord = (act: string): string => (Object.hasOwn(actWords, act) ? actWords[act] ?? act : act);

export const numberIn = (body: JsonRecord, name: string): number => (typeof body[name] === 'number' ? body[name] : 0);
export const textIn = (body: JsonRecord, name: string): string => (typeof body[name] === 'string' ? body[name] : '');

/** "20 Nov 2026, 22:56:48 UTC". */
export const momentOf = (t: string): string => `${dayOf(t)}, ${t.slice(11, 19)} UTC`;
/** For a column headed "Time (UTC)". */
export const briefMomentOf = (t: string): string => `${dayOf(t)} ${t.slice(11, 19)}`;
export const dayOf = (t: string): string => `${Number(t.slice(8, 10))} ${months[Number(t.slice(5, 7)) - 1] ?? ''} ${t.slice(0, 4)}`;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Every kind of entry has a sentence here; one of a kind nobody knows is shown as it is written. */
export const sayEntry = ({ kind, body }: Leaf): string => {
  const n = (name: string): string => count(numberIn(body, name));
  const numbers = (name: string): string => `${n(name)} ${numberIn(body, name) === 1 ? 'number' : 'numbers'}`;
  const entries = (name: string): string => `${n(name)} ${numberIn(body, name) === 1 ? 'entry' : 'entries'}`;
  switch (kind) {
    case 'ledger.genesis': return 'The log was begun.';
    case 'key.add': return 'replaces' in body ? `A new key took the place of one that was ${textIn(body, 'reason')}: ${textIn(body, 'fingerprint')}.` : `The log’s first key was made: ${textIn(body, 'fingerprint') || textIn(body, 'vkey')}.`;
    case 'key.rotate': return `The key was changed; the one before and this one both signed the next checkpoint: ${textIn(body, 'fingerprint') || textIn(body, 'vkey')}.`;
    case 'key.revoke': return `A key was withdrawn (${textIn(body, 'reason')}), and nothing it signs from here on counts: ${textIn(body, 'fingerprint')}.`;
    case 'actor.add': return `${textIn(body, 'actor')} is a person from now on.`;
    case 'push.request': return `Run ${n('run')}, batch ${n('batch')}: ${numbers('numbers')} to destination ${n('destination')}${numberIn(body, 'attempt') > 1 ? `, attempt ${n('attempt')}` : ''}.`;
    case 'push.response': return `Run ${n('run')}, batch ${n('batch')}: ${textIn(body, 'outcome')}${resultsIn(body)}.`;
    case 'cooldown.check': return `Destination ${n('destination')}: ${textIn(body, 'state')}; ${n('missing')} missing, ${n('extra')} extra, ${n('different')} different.`;
    case 'import.batch': return `Import ${n('import')}: ${count(numberIn(recordIn(body, 'count'), 'lines'))} lines.`;
    case 'delete.request': return sayDeleting(body);
    case 'delete.done': return textIn(body, 'act') === 'erase' ? sayErased(body) : `${numbers('numbers')} ${shownWords[textIn(body, 'shown')] ?? 'left the lists'}${numberIn(body, 'destination') === 0 ? '' : ` (destination ${n('destination')})`}.`;
    case 'index.root': return `An index of ${numbers('entries')} over the first ${entries('leaves')} was sealed.`;
    case 'export.seal': return `The log was exported (${levelWords[textIn(body, 'level')] ?? textIn(body, 'level')}).`;
    case 'anchor.rfc3161': return `An authority stamped the checkpoint of ${entries('size')}, by its clock at ${textIn(body, 'stampedAt')}.`;
    case 'anchor.mail': return textIn(body, 'act') === 'witness' ? `Another workstation’s checkpoint of ${entries('size')} was sealed here.`
      : `The checkpoint of ${entries('size')} ${textIn(body, 'act') === 'mail' ? 'was mailed' : textIn(body, 'act') === 'paper' ? 'left on paper' : 'was handed over'}.`;
    case 'anchor.cosign': return textIn(body, 'act') === 'given' ? `The checkpoint of another log at ${entries('size')} was cosigned here.` : `A second person cosigned the checkpoint of ${entries('size')}.`;
    case 'clock.jump': return `The computer’s clock was moved${jumpIn(body)}.`;
    case 'restore': return `An older copy of the ledger was put in place, with ${entries('held')}.`;
    case 'app.update': return `DNC Desk ${textIn(body, 'from')} became ${textIn(body, 'to')}.`;
    case 'decision': return `${actWord(textIn(body, 'act'))}${pairsOf(body, ['act', 'root', 'rows'])}`;
    default: return pairsOf(body, ['root']).replace(/^: /u, '') || kindWord(kind);
  }
};

const resultsIn = (body: JsonRecord): string => (body['accepted'] === undefined ? ''
  : `; ${count(numberIn(body, 'accepted'))} accepted, ${count(numberIn(body, 'duplicate'))} there before, ${count(numberIn(body, 'refused'))} refused, ${count(numberIn(body, 'unknown'))} unknown`);

const shownWords: Readonly<Record<string, string>> = {
  'read-back': 'left the lists, as a reading back showed', 'answered-for': 'left the lists, by the word of a person who looked', 'on-no-list': 'released, on no vendor’s list any more',
};
const levelWords: Readonly<Record<string, string>> = { L0: 'one number’s certificate', L1: 'redacted', L2: 'with everything in it' };

/** A release is approved, carried to the vendor and answered; an erasure is asked for. */
const sayDeleting = (body: JsonRecord): string => {
  const n = (name: string): string => count(numberIn(body, name));
  switch (textIn(body, 'act')) {
    case 'erase': return 'Erasing what is known of one number was asked for.';
    case 'approve': return `The end of a block was approved: ${n('releases')} released, ${n('entries')} requests ended${numberIn(body, 'stillWanted') === 0 ? '' : `, ${n('stillWanted')} blocked by another request still`}.`;
    case 'vendor-answer': return `Run ${n('run')}, batch ${n('batch')}, taking off: ${textIn(body, 'outcome')}${resultsIn(body)}.`;
    default: return `Run ${n('run')}, batch ${n('batch')}: destination ${n('destination')} was asked to take ${n('numbers')} off${numberIn(body, 'attempt') > 1 ? `, attempt ${n('attempt')}` : ''}.`;
  }
};

const sayErased = (body: JsonRecord): string => {
  const [texts, rows] = [listIn(body, 'subjects').length + listIn(body, 'details').length, listIn(body, 'rows').length];
  return `Erased on request: what ${count(texts)} sealed texts and ${count(rows)} rows of lists said of one number.${body['kept'] === true ? ' The bare number is kept where its block needs it.' : ''}`;
};

const listIn = (body: JsonRecord, name: string): readonly unknown[] => {
  const value = body[name];
  return Array.isArray(value) ? value as readonly unknown[] : []; // Array.isArray forgets what it holds
};

const jumpIn = (body: JsonRecord): string => pairsOf(body, []).replace(/^: /u, ' (').replace(/(.)$/u, '$1)');

export const recordIn = (body: JsonRecord, name: string): JsonRecord => {
  const value = body[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonRecord : {}; // no list, no null: a record
};

const pairsOf = (body: JsonRecord, without: readonly string[]): string => {
  const pairs = Object.entries(body).filter(([name]) => !without.includes(name)).map(([name, value]) => `${name} ${valueWord(value)}`);
  return pairs.length === 0 ? '' : `: ${pairs.join(', ')}`;
};

const valueWord = (value: Json): string => (value === null ? 'none' : typeof value === 'object' ? JSON.stringify(value) : String(value));
