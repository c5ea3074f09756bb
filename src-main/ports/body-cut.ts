// The one error a stream of chunks may throw: the body ended before its end, so what was read is not the whole.

export type BodyCut = Error & { readonly name: 'BodyCut' };

export const createBodyCut = (why: string): BodyCut => Object.assign(new Error(why), { name: 'BodyCut' as const });

export const isBodyCut = (thrown: unknown): thrown is BodyCut => thrown instanceof Error && thrown.name === 'BodyCut';
