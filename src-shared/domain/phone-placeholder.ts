// Numbers that stand for "none": filler that people and programs write, some of them valid numbers of real subscribers.

/** The limits of 32-bit integers, a keyboard's rows, and runs: 2147483647 is a valid number in Dallas. */
const known: ReadonlySet<string> = new Set([
  '2147483647', '2147483648', '4294967295', '4294967296',
  '1234567', '12345678', '123456789', '1234567890', '0123456789', '9876543210', '0987654321', '987654321',
  '1231231234', '1231231230', '1231234567', '1234561234',
]);

/** `digits`: nothing but digits, as written or behind a leading 1. */
export const isPlaceholder = (digits: string): boolean => isFiller(digits) || (digits.length === 11 && digits.startsWith('1') && isFiller(digits.slice(1)));

const isFiller = (digits: string): boolean => known.has(digits) || (isRunPerhaps(digits) && (/^0+$/.test(digits) || /^(\d)\1{5,}$/.test(digits)));

/** Tells nearly all numbers apart from runs by their first two digits. */
const isRunPerhaps = (digits: string): boolean => digits.length === 1 || digits.charCodeAt(0) === digits.charCodeAt(1);

/** Whether a placeholder of ten digits begins with these six. */
export const mayStartPlaceholder = (six: string): boolean => /^(\d)\1{5}$/.test(six) || [...known].some((filler) => filler.startsWith(six));
