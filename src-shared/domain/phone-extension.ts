// An extension is kept apart from its number; one of seven digits or more is a second number.

export type Extended = { readonly base: string; readonly extension: string | null };

/** `text`: plain characters. Without an extension the whole text is the base. */
export const cutExtension = (text: string): Extended => {
  const cut = text.length > 250 ? null : extended.exec(text);
  const base = cut?.[1] ?? '';
  if (cut === null || base.replace(/\D/g, '').length < 7) return { base: text, extension: null };
  return { base: base.trim(), extension: cut[2] ?? null };
};

const extended = /^([^a-z#]*\d[^a-z#\d]*?)[\s,.;:(-]*(?:ext(?:ension|ns?|n)?|ex|xt|x|#|anexo|poste|interno|int|durchwahl|dw)[\s.:#=-]*(\d{1,20})[\s#)]*$/i;
