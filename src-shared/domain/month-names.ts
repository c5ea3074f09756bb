// The names of the months in English, Spanish, French and German, whole or cut short where that is still one month.

const names: readonly (readonly string[])[] = [
  ['january', 'enero', 'janvier', 'januar', 'janner'], ['february', 'febrero', 'fevrier', 'februar'], ['march', 'marzo', 'mars', 'marz', 'maerz'],
  ['april', 'abril', 'avril'], ['may', 'mayo', 'mai'], ['june', 'junio', 'juin', 'juni'], ['july', 'julio', 'juillet', 'juli'],
  ['august', 'agosto', 'aout'], ['september', 'septiembre', 'setiembre', 'septembre'], ['october', 'octubre', 'octobre', 'oktober'],
  ['november', 'noviembre', 'novembre'], ['december', 'diciembre', 'decembre', 'dezember'],
];

/** "1" to "12"; "" for what is no month, or could be two ("jui"). */
export const findMonth = (word: string): string => {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (plain.length < 3) return '';
  const fits = names.flatMap((month, at) => (month.some((name) => name.startsWith(plain)) ? [at + 1] : []));
  return fits.length === 1 ? String(fits[0]) : '';
};
