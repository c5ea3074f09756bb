// Tells whether a host is this machine itself: the only place plain http may go.

/** `hostname` as URL gives it ("localhost", "127.0.0.1", "[::1]"); names that merely resolve to loopback do not count. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
