// The value of HTTP Basic credentials (RFC 7617), for the header that carries it and for the list of what is never quoted.

export const toBasic = (id: string, secret: string): string => Buffer.from(`${id}:${secret}`).toString('base64');
