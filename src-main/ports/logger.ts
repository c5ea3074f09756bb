// The diary for developers: defects in full, under the id the user sees. Never secrets, never phone numbers.
import { appendFileSync } from 'node:fs';

export interface Logger {
  readonly defect: (id: string, where: string, thrown: unknown) => void;
}

/** Appends to a file; a diary that cannot be written must not take the app down with it. */
export const createFileLogger = (path: string): Logger => ({
  defect: (id, where, thrown) => {
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    try {
      appendFileSync(path, `${new Date().toISOString()} ${id} ${where}\n${hideNumbers(stack)}\n\n`, { mode: 0o600 });
    } catch {
      // Nowhere left to write to; the id on the screen is all there is.
    }
  },
});

const hideNumbers = (text: string): string => text.replaceAll(/\+?\d{10,15}/g, '(number)');
