// Reads how long a vendor asks us to wait, without a clock of our own.

type Headers = Readonly<Record<string, string>>;

/** RFC 9110, 10.2.3: seconds, or an HTTP date, which is measured against the answer's own Date. Milliseconds; null when it does not say. */
export const readRetryAfter = (headers: Headers): number | null => {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
  const until = Date.parse(text);
  const now = readVendorNow(headers);
  return Number.isNaN(until) || now === null ? null : Math.max(0, until - now);
};

/** The vendor's clock when it answered (ms since 1970, whole seconds); null without a readable Date header. */
export const readVendorNow = (headers: Headers): number | null => {
  const now = Date.parse(headers['date'] ?? '');
  return Number.isNaN(now) ? null : now;
};

/** Date counts whole seconds: what ends within the second of the answer has ended. Null without a readable Date header. */
export const readVendorSecondEnd = (headers: Headers): number | null => {
  const second = readVendorNow(headers);
  return second === null ? null : second + 999;
};
