// No text from a file can hide a letter or turn the reading direction: what would is shown by its code point.

export const visible = (text: string): string => text.replace(hidden, (found) => `⟨U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

// Control and format characters (bidirectional ones among them), separators, lone surrogates, private use, and fillers that look like nothing.
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
