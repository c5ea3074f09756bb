// What the far side answered, or did not, in plain words: always with the address or the list it was about.
import type { Failure, VendorFailure } from '../failures.ts';
import type { FailureWords } from './file-failure-words.ts';
import { formatRemaining } from './figures.ts';

const types = {
  VendorUnreachable: true, VendorNoAnswer: true, VendorAnswerUnreadable: true, CredentialRefused: true, PermissionMissing: true, RegionWrong: true,
  ListMissing: true, ListUnsuitable: true, VendorBusy: true, VendorRefused: true,
} satisfies Record<VendorFailure['type'], true>;

export const isVendorFailure = (failure: Failure): failure is VendorFailure => Object.hasOwn(types, failure.type);

/** Whoever asks the vendor's support needs its own id of the request. */
export const vendorFailureWords = (failure: VendorFailure): FailureWords => {
  const words = wordsOf(failure);
  return failure.receipt === undefined ? words : { ...words, advice: `${words.advice} The vendor’s own id of the request, for its support: ${failure.receipt}` };
};

/** A vendor’s own sentence often ends with a full stop; the title gets its own. */
const bare = (why: string): string => why.trim().replace(/\.+$/, '');

const wordsOf = (failure: VendorFailure): FailureWords => {
  switch (failure.type) {
    case 'VendorUnreachable':
      return { title: `${failure.address} cannot be reached: ${failure.why}`, advice: 'Nothing was sent. Check the address, the network and any proxy or firewall; a practice tenant may have to be started again.' };
    case 'VendorNoAnswer':
      if (failure.onlyLooked === true) return { title: `${failure.address} did not answer: ${failure.why}`, advice: 'It was only asked; nothing was to be changed there, so nothing was. Check the address, the network and any proxy or firewall, and try again in a minute.' };
      return { title: `${failure.address} did not answer: ${failure.why}`, advice: 'The request may or may not have been carried out; DNC Desk finds out by reading back before it repeats anything. Try again in a minute.' };
    case 'VendorAnswerUnreadable':
      return { title: `${failure.address} answered something unexpected (status ${failure.status}: ${failure.why})`, advice: 'Often a proxy, a login page or a wrong address stands in between. Check the address; if it is right, try later and tell the vendor.' };
    case 'CredentialRefused':
      return { title: `${failure.address} refuses these credentials: ${bare(failure.why)}`, advice: 'Check the client id and enter the secret again. Mind the region: credentials of one region are unknown in another.' };
    case 'PermissionMissing':
      return { title: `These credentials lack a permission: ${failure.permissions.join(', ')}`, advice: 'Ask the vendor’s administrator to add it to the role of this client, wait a few minutes and check again.' };
    case 'RegionWrong':
      return { title: `The region “${failure.region}” is not this tenant’s: ${bare(failure.why)}`, advice: 'Choose the region that stands in the address of the vendor’s own web page when you are logged in.' };
    case 'ListMissing':
      return { title: `There is no list “${failure.list}” at the vendor`, advice: 'It may have been deleted or renamed there. Choose another list or create one under Destinations.' };
    case 'ListUnsuitable':
      return { title: `The list “${failure.list}” cannot take numbers: ${bare(failure.why)}`, advice: 'Choose another list, or create one under Destinations.' };
    case 'VendorBusy':
      return { title: 'The vendor asks for patience: too many requests', advice: `${failure.retryAfterMs === null ? 'Wait a minute' : `Wait ${formatRemaining(failure.retryAfterMs)}`} and try again. Nothing was applied.` };
    case 'VendorRefused':
      if (failure.status >= 500) return { title: `The vendor’s service failed (${failure.status} ${failure.code}): ${bare(failure.why)}`, advice: 'The fault is on the vendor’s side. Try again in a few minutes; if it goes on, ask the vendor’s support, and name the time.' };
      return { title: `The vendor refused (${failure.status} ${failure.code}): ${bare(failure.why)}`, advice: 'Correct what it names and try again. If the words do not help, give them to the vendor’s support together with the time.' };
    default: return failure satisfies never;
  }
};
