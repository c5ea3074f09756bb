// Quotes what a vendor wrote: short, on one line, and with every secret we know of taken out first.

const limit = 200;

/** At most 200 characters. `hidden` are secrets and tokens: removed before cutting, in every form in which they were sent. */
export const quoteVendor = (text: string, hidden: readonly string[]): string => {
  const plain = formsOf(hidden).reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text);
  // Control, format and separator characters could forge lines or reverse the reading direction.
  return plain.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim().slice(0, limit);
};

const formsOf = (hidden: readonly string[]): readonly string[] =>
  hidden
    .flatMap((secret) => [secret, encodeURIComponent(secret), new URLSearchParams({ s: secret }).toString().slice(2), JSON.stringify(secret).slice(1, -1)])
    .filter((form) => form !== '')
    .sort((a, b) => b.length - a.length);
