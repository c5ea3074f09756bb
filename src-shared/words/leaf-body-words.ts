// What a leaf says, in one sentence; what has no sentence is shown as it is written.
import { countOf, formatCount } from './figures.ts';
import { leafKindWord } from './leaf-words.ts';

type Body = Readonly<Record<string, unknown>>;

export const actWords: Readonly<Record<string, string>> = {
  fix: 'A held row was corrected', correct: 'Held rows were corrected from a file', 'dead-letter.retried': 'Refused numbers are sent again', 'dead-letter.corrected': 'Refused numbers were corrected', 'dead-letter.discarded': 'Refused numbers were given up', 'accept-suggestions': 'Suggested corrections were accepted', discard: 'Held rows were discarded', undo: 'A decision was taken back',
  'code-map': 'The code map was changed', conflict: 'A conflict was decided', 'destination.create': 'A destination was added', 'destination.update': 'A destination was changed',
  'destination.remove': 'A destination was removed', 'destination.set-list': 'A list was chosen', 'destination.save-secret': 'A credential was saved', 'run.start': 'A push was started',
  'run.resume': 'A push was resumed', 'run.rested': 'A push came to rest', 'secrets.use-vault': 'Secrets moved into a vault', 'cosigner.add': 'A second person’s cosignature counts from now on',
  'log.trust': 'Another computer’s log is known from now on', 'pepper.backup': 'The secret of number labels was backed up', 'pepper.restore': 'The secret of number labels was brought back',
  'layout.save': 'A layout was saved', 'layout.remove': 'A layout was removed', 'release.request': 'A release was asked for', 'release.held-back': 'Numbers were kept blocked after all',
  'release.decline': 'A release was declined', 'release.start': 'Taking released numbers off lists was started', 'release.take-back': 'An approved release was taken back', approve: 'A release was approved',
  'area-codes.replace': 'The table of area codes was replaced', 'area-codes.reset': 'The program’s own table of area codes is in use again', 'import.undone': 'An import was taken back', 'import.refused': 'An import was refused', 'verify.attested': 'A person answered for a list that cannot be read back',
  'campaign.wake': 'Waking campaigns that came to their end', 'campaign.bind': 'Letting campaigns block DNC types', 'webhook.register': 'Registering an address that hears of new entries', 'webhook.remove': 'Removing an address that hears of new entries',
  'watch.set': 'A folder is watched from now on', 'watch.remove': 'A folder is watched no more', 'watch.resume': 'A watched folder goes on', 'watch.pause': 'A watched folder rests',
};

/** `body` as stored; never holds a number or name. */
export const leafSentence = (kind: string, body: Body): string => {
  switch (kind) {
    case 'ledger.genesis': return 'The log was begun.';
    case 'key.add': return 'replaces' in body ? `A new key took the place of one that was ${text(body, 'reason')}.` : 'The log’s first key was made.';
    case 'key.rotate': return 'The key was changed; the old one and the new one both signed the next checkpoint.';
    case 'key.revoke': return `A key was withdrawn (${text(body, 'reason')}): nothing it signs from here on counts.`;
    case 'actor.add': return `${text(body, 'actor')} stands for a person from now on.`;
    case 'import.batch': return `Import ${figure(body, 'import')}: ${linesOf(body)}.`;
    case 'push.request': return `Run ${figure(body, 'run')}, batch ${figure(body, 'batch')}: ${counted(body, 'numbers')} to destination ${figure(body, 'destination')}${number(body, 'attempt') > 1 ? `, attempt ${figure(body, 'attempt')}` : ''}. Written before it left.`;
    case 'push.response': return `Run ${figure(body, 'run')}, batch ${figure(body, 'batch')}: ${text(body, 'outcome')}${results(body)}.`;
    case 'cooldown.check': return `Destination ${figure(body, 'destination')} was read back: ${text(body, 'state')}; ${figure(body, 'missing')} missing, ${figure(body, 'extra')} extra, ${figure(body, 'different')} different.`;
    case 'delete.request': return deletingSentence(body);
    case 'delete.done': return text(body, 'act') === 'erase' ? erasedSentence(body) : `${counted(body, 'numbers')} ${shownWords[text(body, 'shown')] ?? 'left the lists'}${number(body, 'destination') === 0 ? '' : ` (destination ${figure(body, 'destination')})`}.`;
    case 'clock.jump': return `This computer’s clock was moved${pairs(body).replace(/^: (.*)$/, ' ($1)')}.`;
    case 'index.root': return `An index of ${countOf(number(body, 'entries'), 'number')} over the first ${countOf(number(body, 'leaves'), 'leaf', 'leaves')} was sealed.`;
    case 'export.seal': return `The log was exported (${text(body, 'level')}).`;
    case 'anchor.rfc3161': return `An authority stamped the checkpoint of ${leavesIn(body)}, by its clock at ${text(body, 'stampedAt')}.`;
    case 'anchor.mail': return anchorSentence(body);
    case 'anchor.cosign': return text(body, 'act') === 'given' ? `The checkpoint of another log at ${leavesIn(body)} was cosigned here.` : `A second person cosigned the checkpoint of ${leavesIn(body)}.`;
    case 'restore': return `An older copy of the ledger was put in place, with ${countOf(number(body, 'held'), 'leaf', 'leaves')}.`;
    case 'app.update': return `DNC Desk ${text(body, 'from')} became ${text(body, 'to')}.`;
    case 'decision': return actWords[text(body, 'act')] === undefined ? `Decision ${text(body, 'act')}${pairs(body)}.` : `${actWords[text(body, 'act')]}${pairs(body)}.`;
    default: return said(kind, body);
  }
};

const shownWords: Readonly<Record<string, string>> = {
  'read-back': 'left the lists, as a reading back showed', 'answered-for': 'left the lists, by the word of a person who looked', 'on-no-list': 'released, on no vendor’s list any more',
};
const results = (body: Body): string => ('accepted' in body ? `; ${figure(body, 'accepted')} accepted, ${figure(body, 'duplicate')} there before, ${figure(body, 'refused')} refused, ${figure(body, 'unknown')} unknown` : '');

/** A release is approved, carried to the vendor and answered; an erasure is asked for. */
const deletingSentence = (body: Body): string => {
  switch (text(body, 'act')) {
    case 'erase': return 'Erasing what is known of one number was asked for.';
    case 'approve': return `The end of a block was approved: ${countOf(number(body, 'releases'), 'release')}, ${countOf(number(body, 'entries'), 'request')} ended${number(body, 'stillWanted') === 0 ? '' : `, ${counted(body, 'stillWanted')} blocked by another request still`}.`;
    case 'vendor-answer': return `Run ${figure(body, 'run')}, batch ${figure(body, 'batch')}, taking off: ${text(body, 'outcome')}${results(body)}.`;
    default: return `Run ${figure(body, 'run')}, batch ${figure(body, 'batch')}: destination ${figure(body, 'destination')} is asked to take ${counted(body, 'numbers')} off${number(body, 'attempt') > 1 ? `, attempt ${figure(body, 'attempt')}` : ''}. Written before it left.`;
  }
};

const erasedSentence = (body: Body): string => {
  const many = (name: string): number => (Array.isArray(body[name]) ? body[name].length : 0);
  return `Erased on request: what ${countOf(many('subjects') + many('details'), 'sealed text')} and ${countOf(many('rows'), 'row')} of lists said of one number.${body['kept'] === true ? ' The bare number is kept where its block needs it.' : ''}`;
};

const anchorSentence = (body: Body): string => {
  const act = text(body, 'act');
  if (act === 'witness') return `Another workstation’s checkpoint at ${leavesIn(body)} was sealed here.`;
  const how = act === 'mail' ? 'was mailed' : act === 'paper' ? 'left on paper' : 'was handed over';
  return `The checkpoint of ${leavesIn(body)} ${how}.`;
};

const said = (kind: string, body: Body): string => (Object.keys(body).length === 0 ? `${leafKindWord(kind)}.` : `${leafKindWord(kind)}${pairs(body)}.`);
const number = (body: Body, name: string): number => (typeof body[name] === 'number' ? body[name] : 0);
const figure = (body: Body, name: string): string => formatCount(number(body, name));
const counted = (body: Body, name: string): string => countOf(number(body, name), 'number');
const leavesIn = (body: Body): string => countOf(number(body, 'size'), 'leaf', 'leaves');
const text = (body: Body, name: string): string => (typeof body[name] === 'string' ? body[name] : '');
const linesOf = (body: Body): string => {
  const count = body['count'];
  return countOf(typeof count === 'object' && count !== null ? number(count as Body, 'lines') : 0, 'line'); // an object: a record, since leaves are canonical JSON
};

/** What the sentence does not say, as names and values; hashes say nothing to a reader. */
const pairs = (body: Body): string => {
  const rest = Object.entries(body).filter(([name, value]) => !['act', 'root', 'key', 'log', 'cosignature', 'token'].includes(name) && (typeof value !== 'object' || value === null));
  return rest.length === 0 ? '' : `: ${rest.map(([name, value]) => `${spaced(name)} ${value === null ? 'none' : String(value as string | number | boolean)}`).join(', ')}`;
};
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
