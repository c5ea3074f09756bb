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
  accept: 'Held rows accepted', 'accept-suggestions': 'Suggested corrections accepted', discard: 'Held rows discarded', fix: 'Held row corrected', undo: 'Decision undone',
  'code-map': 'Code map changed', conflict: 'Conflict decided', 'destination.create': 'Destination added', 'destination.update': 'Destination changed', 'destination.remove': 'Destination removed',
  'destination.set-list': 'List chosen', 'destination.save-secret': 'Credential saved', 'run.start': 'Push started', 'run.resume': 'Push resumed', 'run.rested': 'Push ended',
  'secrets.use-vault': 'Secrets moved to a vault',
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

export const sayEntry = ({ kind, body }: Leaf): string => {
  const n = (name: string): string => count(numberIn(body, name));
  switch (kind) {
    case 'ledger.genesis': return 'The log was begun.';
    case 'key.add': case 'key.rotate': return `Key ${textIn(body, 'fingerprint') || textIn(body, 'vkey')}.`;
    case 'actor.add': return `${textIn(body, 'actor')} is a person from now on.`;
    case 'push.request': return `Run ${n('run')}, batch ${n('batch')}: ${n('numbers')} numbers to destination ${n('destination')}${numberIn(body, 'attempt') > 1 ? `, attempt ${n('attempt')}` : ''}.`;
    case 'push.response': return `Run ${n('run')}, batch ${n('batch')}: ${textIn(body, 'outcome')}${body['accepted'] === undefined ? '' : `; ${n('accepted')} accepted, ${n('duplicate')} there before, ${n('refused')} refused, ${n('unknown')} unknown`}.`;
    case 'cooldown.check': return `Destination ${n('destination')}: ${textIn(body, 'state')}; ${n('missing')} missing, ${n('extra')} extra, ${n('different')} different.`;
    case 'import.batch': return `Import ${n('import')}: ${count(numberIn(recordIn(body, 'count'), 'lines'))} lines.`;
    case 'decision': return `${actWord(textIn(body, 'act'))}${pairsOf(body, ['act', 'root', 'rows'])}`;
    default: return pairsOf(body, ['root']).replace(/^: /u, '') || kindWord(kind);
  }
};

export const recordIn = (body: JsonRecord, name: string): JsonRecord => {
  const value = body[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonRecord : {}; // no list, no null: a record
};

const pairsOf = (body: JsonRecord, without: readonly string[]): string => {
  const pairs = Object.entries(body).filter(([name]) => !without.includes(name)).map(([name, value]) => `${name} ${valueWord(value)}`);
  return pairs.length === 0 ? '' : `: ${pairs.join(', ')}`;
};

const valueWord = (value: Json): string => (value === null ? 'none' : typeof value === 'object' ? JSON.stringify(value) : String(value));
