// The most memory this process alone has held.
import { existsSync, readFileSync } from 'node:fs';

/** In MB of 2^20 bytes. What the system counts as a process's most (maxRSS) begins, on Linux, with what its parent held. */
export const peakMegabytes = (): number => {
  const [, kilobytes] = existsSync('/proc/self/status') ? /^VmHWM:\s+(\d+) kB/mu.exec(readFileSync('/proc/self/status', 'utf8')) ?? [] : [];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
};
