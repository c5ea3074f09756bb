// The two names main and preload share: one channel for every call, one for hints.

export const callChannel = 'dnc-desk:call';
export const eventChannel = 'dnc-desk:event';

/** `to` is set by the preload, never by the page: what only the host may do cannot be reached through `call`. */
export type Act = 'pick-file' | 'pick-folder' | 'offer-file' | 'save-file';
