// The body of an error that comes before any route, as the faults need it: each dialect says how it writes one, and its words for a status.

export type StatusWords = Readonly<Record<number, string>>;

/** Of the Genesys guides. */
export const guideCodes: StatusWords = {
  400: 'bad.request', 401: 'bad.credentials', 403: 'missing.permissions', 404: 'not.found', 409: 'request.in.flight', 413: 'request.entity.too.large',
  422: 'unprocessable', 429: 'too.many.requests', 503: 'service.unavailable', 504: 'gateway.timeout',
};

/** `otherwise`: the word for a status that has none. */
export const createFaultBody = (words: StatusWords, otherwise: string, write: (status: number, code: string, message: string) => object) => (status: number): string =>
  JSON.stringify(write(status, words[status] ?? otherwise, `The request failed with status ${status}.`));
