// The kinds of leaves of the sealed log in words; a kind without words is shown as it is written.
const words: Readonly<Record<string, string>> = {
  'ledger.genesis': 'Log begun', 'key.add': 'Key added', 'key.rotate': 'Key changed', 'key.revoke': 'Key withdrawn', 'actor.add': 'Person added', 'import.batch': 'Import',
  decision: 'Decision', 'push.request': 'Request', 'push.response': 'Answer', 'cooldown.check': 'Reading back', 'export.seal': 'Export', 'index.root': 'Index sealed', 'anchor.rfc3161': 'Time stamp', 'anchor.mail': 'Checkpoint sent', 'anchor.cosign': 'Cosigned', 'delete.request': 'Deletion asked for', 'delete.done': 'Deletion done',
  'clock.jump': 'Clock jumped', restore: 'Restored', 'app.update': 'Program updated',
};

/** "push.request" -> "Request". */
export const leafKindWord = (kind: string): string => (Object.hasOwn(words, kind) ? words[kind] ?? kind : kind);
