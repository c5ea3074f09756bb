// Lines as a person counts them, written anew and apart from the product's own counter.

/** CRLF, LF and CR each end one line; what follows the last of them is a line if it has a letter. */
export const physicalLines = (text: string): number => {
  const bare = text.replace(/^\uFEFF/, '');
  const parts = bare.split(/\r\n|\r|\n/);
  return parts.at(-1) === '' ? parts.length - 1 : parts.length;
};
