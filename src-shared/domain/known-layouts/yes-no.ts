// Yes or no as exports write it, in the four languages that columns are read in; anything else is neither.

/** Null: neither. A blank cell is no. */
export const readYesNo = (text: string): boolean | null => {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
  if (yes.has(plain)) return true;
  return no.has(plain) ? false : null;
};

const yes = new Set(['true', 't', 'yes', 'y', '1', 'x', 'on', 'checked', 'si', 's', 'oui', 'o', 'vrai', 'ja', 'j', 'wahr', 'verdadero', '✓', '✔', '☑']);
const no = new Set(['', 'false', 'f', 'no', 'n', '0', 'off', 'unchecked', 'non', 'faux', 'nein', 'falsch', 'falso', '☐', '-']);
