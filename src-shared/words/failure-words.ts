// Every failure in plain words: what happened, with its facts, and what to do next; the window and the command line say the same.
import type { Failure, VendorFailure } from '../failures.ts';
import { countOf, formatMoment } from './figures.ts';
import { fileFailureWords, isFileFailure, type FailureWords } from './file-failure-words.ts';
import { isStoreFailure, storeFailureWords } from './store-failure-words.ts';
import { isVendorFailure, vendorFailureWords } from './vendor-failure-words.ts';

export type { FailureWords };

/** Title: one sentence without a full stop. Advice: what to do, one to three sentences. */
export const failureWords = (failure: Failure): FailureWords => {
  if (isFileFailure(failure)) return fileFailureWords(failure);
  if (isStoreFailure(failure)) return storeFailureWords(failure);
  if (isVendorFailure(failure)) return vendorFailureWords(failure);
  return otherWords(failure);
};

type Other = Exclude<Failure, Parameters<typeof fileFailureWords>[0] | Parameters<typeof storeFailureWords>[0] | VendorFailure>;

const otherWords = (failure: Other): FailureWords => {
  switch (failure.type) {
    case 'NotFound':
      return { title: `There is no ${failure.what} ${failure.id}`, advice: 'It may have been removed since this was shown. Go back to the list and choose again.' };
    case 'RunBusy':
      return { title: `Run ${failure.runId} is already being worked on by another process`, advice: 'Another window or terminal is pushing. Wait until it has finished, or stop the run there first.' };
    case 'RunUnfinished':
      return failure.state === 'cooling' || failure.state === 'verifying'
        ? { title: `Run ${failure.runId} to this destination is not verified yet (${failure.state})`, advice: 'Wait until its lists have been read back; then the next push can begin.' }
        : { title: `Run ${failure.runId} to this destination has not ended (${failure.state})`, advice: 'Resume it, or let it end, before another push begins: two runs could send the same number twice.' };
    case 'ImportBusy':
      return { title: 'Another file is being imported', advice: 'Wait until that import has finished, then start again. Nothing was stored or changed.' };
    case 'NothingToPush':
      return { title: 'There is nothing to push to this destination', advice: 'Every number that may go there is there already, or is held back. The dry run on the Push screen says which and why.' };
    case 'NothingToRelease':
      return { title: 'There is nothing to take off this destination’s lists', advice: 'Only numbers whose release is approved and that nobody wants blocked any more are taken off. The Release screen says which wait, and why.' };
    case 'RemovalNotOffered':
      return { title: 'This vendor’s interface has no call that removes a number', advice: 'Take the numbers off in the vendor’s own pages; the Release screen lists them. DNC Desk goes on counting them as listed.' };
    case 'ActNotOffered':
      return { title: `This destination’s interface ${notOffered[failure.act]}`, advice: 'Do it in the vendor’s own pages. Destinations shows what each interface offers.' };
    case 'NothingMissing':
      return { title: 'Nothing is missing on the vendor’s list', advice: 'The last reconciliation found every number, so there is nothing to send again.' };
    case 'NotReady':
      return { title: `It is too early: the cooldown lasts until ${formatMoment(failure.readyAt, { timeZone: 'UTC' })} UTC`, advice: 'The vendor needs this time before its list can be read back truthfully. You may close the app meanwhile; the time is kept.' };
    case 'NotReadable':
      return { title: 'This vendor’s interface cannot read a list back', advice: 'Look at the list in the vendor’s own pages, then answer for it by name on the Verify screen (dnc-desk verify attest).' };
    case 'ReadBackPossible':
      return { title: 'This destination’s lists can be read back', advice: 'Nobody’s word is needed, nor enough: start a read-back on the Verify screen.' };
    case 'CircuitOpen':
      return { title: `Every ${failure.side} of late has failed (${failure.why.replace(/\.$/, '')}), so the vendor is left alone until ${formatMoment(failure.until, { timeZone: 'UTC' })} UTC`, advice: 'Nothing is lost. Wait until then and try again; if it goes on, ask the vendor whether the service is up.' };
    case 'ReasonRequired':
      return { title: 'A written reason is needed', advice: 'Say in a few words why. The reason goes into the record, so that others can understand the decision later.' };
    case 'NumberNotValid':
      if (failure.reason === 'placeholder') return { title: 'That number looks like a filler, not like anybody’s', advice: 'Check it. If it really is somebody’s number, say that you mean it: tick the box beside it, or give --sure yes on the command line.' };
      return { title: `That is no usable phone number (${failure.reason.replaceAll('_', ' ')})`, advice: 'Write the whole number, with its country code if it is not from the import’s region, for example +1 202 555 0123.' };
    case 'AlreadySettled':
      return { title: `This is settled already (${failure.state})`, advice: 'Somebody decided it in the meantime. Look at its present state; undo the earlier decision if it was wrong.' };
    case 'ErasureWaits':
      return failure.waits.includes('import')
        ? { title: 'An import is under way, and the number may be in it', advice: 'Wait until it has ended, then erase the number. Nothing was erased.' }
        : { title: 'A line held for review looks like this number', advice: 'It may be its owner’s wish to be blocked. Settle it on the Quarantine screen first, then erase the number. Nothing was erased.' };
    case 'AlreadyPushed':
      return { title: `${countOf(failure.phones, 'number')} of this decision ${failure.phones === 1 ? 'has' : 'have'} been pushed already`, advice: 'What has left cannot be taken back by undo. Correct or remove the numbers at the destination instead.' };
    case 'NothingSuggested':
      return { title: 'There is no suggestion to accept', advice: 'Fix these numbers one by one, or discard them with a reason.' };
    case 'ListNotChosen':
      return { title: `No list is chosen for ${failure.dncTypes.join(', ')}`, advice: 'Open Destinations and choose or create one list for each of these types, then try again.' };
    case 'SettingInvalid':
      return { title: `“${failure.field}” cannot be used: ${failure.why}`, advice: 'Correct this field and save again. Nothing was changed.' };
    case 'NameTaken':
      return { title: `There is already a destination called “${failure.name}”`, advice: 'Choose another name.' };
    case 'PracticeUnavailable':
      return { title: `The practice tenant cannot be started: ${failure.why}`, advice: 'Try again; if it goes on, close other copies of DNC Desk, or start one by itself with “dnc-desk practice”.' };
    case 'CheckpointUnfit':
      return { title: `That checkpoint does not fit this log: ${failure.why}`, advice: 'Choose the checkpoint.txt of an earlier export of this very log, unchanged. If it is one, the log has been rewritten or restored since: keep both, and say so to whoever relies on it.' };
    case 'BundleInvalid':
      return { title: `This is no sealed-log bundle that can be checked: ${failure.why}`, advice: 'Choose the ZIP file exactly as DNC Desk exported it; a bundle that was unpacked, repacked or cut short cannot be checked.' };
    case 'AnchorRefused':
      return { title: `This cannot bear witness: ${failure.why}`, advice: failure.seenLeaves === null
        ? 'Nothing was recorded. Look at what was given; if the other computer made it just so, keep it and tell whoever answers for the log.'
        : `Nothing was recorded. Ask for a file that begins at ${countOf(failure.seenLeaves, 'leaf', 'leaves')} (dnc-desk anchor request --from ${failure.seenLeaves}).` };
    case 'BackupRefused':
      return { title: `The backup was not used: ${failure.why}`, advice: 'Nothing was changed. Choose the file as DNC Desk wrote it, and mind the passphrase: there is no way around a lost one.' };
    case 'InputInvalid':
      return { title: `The request was not understood${failure.issues.length === 0 ? '' : `: ${failure.issues.join('; ')}`}`, advice: 'Check the fields named here. On the command line, --help shows what is expected.' };
    case 'CommandUnknown':
      return { title: `There is no command “${failure.name}”`, advice: 'Look at --help for the commands there are. If a button brought you here, the page and the program are of different versions: reload.' };
    case 'HostGone':
      return { title: `DNC Desk does not answer (${failure.why})`, advice: 'The program behind this page may have been closed. Start it again and open the address it prints; nothing that was stored is lost.' };
    case 'Defect':
      return { title: `Something went wrong inside DNC Desk (${failure.id})`, advice: 'This is our mistake, not yours. What was stored is safe. Try again, and if it happens again report it with this number; the details are in the log file under it.' };
    default: return failure satisfies never;
  }
};

const notOffered = { 'wake-campaigns': 'has no campaigns that could be woken', 'bind-campaigns': 'has no campaigns that could be told to block', webhooks: 'has no webhooks' } as const;

/** For one line of text: "Title. Advice". */
export const failureSentence = (failure: Failure): string => {
  const { title, advice } = failureWords(failure);
  return `${title}. ${advice}`;
};
