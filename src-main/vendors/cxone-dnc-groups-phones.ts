// CXone knows numbers as bare digits: ten for North America, otherwise with the country code; what could be read as another number is not written.

/** Null when the digits would mean another number there: ten digits are always North American. */
export const phoneToWire = (phone: string): number | null => {
  const national = /^\+1(\d{10})$/.exec(phone)?.[1];
  if (national !== undefined) return Number(national);
  const digits = /^\+([2-9]\d{6,14})$/.exec(phone)?.[1];
  return digits === undefined || digits.length === 10 ? null : Number(digits);
};

/** From "2025550123", "12025550123", "(202) 555-0123", "+44 20 …" to E.164; null without digits. */
export const wireToPhone = (text: string): string | null => {
  const digits = text.replaceAll(/\D/g, '');
  if (digits === '') return null;
  return digits.length === 10 && !text.trim().startsWith('+') ? `+1${digits}` : `+${digits}`;
};
