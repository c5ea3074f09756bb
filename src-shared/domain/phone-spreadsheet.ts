// What spreadsheets leave in text files: error values, formulas, and the marks that keep a number from being counted with.

/** Excel's errors in English, German, French and Spanish, and LibreOffice's Err:502. */
export const isCellError = (text: string): boolean => errors.has(text.toUpperCase()) || /^err:\d{3}$/i.test(text);

const errors: ReadonlySet<string> = new Set([
  '#N/A', '#N/A!', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!', '#CONNECT!',
  '#BUSY!', '#UNKNOWN!', '#GETTING_DATA', '#PYTHON!', '#EXTERNAL!', '#ERROR!', '#NV', '#BEZUG!', '#WERT!', '#ZAHL!', '#ÜBERLAUF!',
  '#VALEUR!', '#NOM?', '#NOMBRE!', '#NOMBRE?', '#NUL!', '#¡REF!', '#¡VALOR!', '#¡DIV/0!', '#¿NOMBRE?', '#¡NUM!', '#N/D',
]);

/** ="2025550198" and '2025550198 and "2025550198" and tel:+1… say "text", not more; closing stops and commas say nothing. */
export const unwrapText = (text: string): string =>
  text
    .replace(/^=\s*"([^"]*)"$/, '$1')
    .replace(/^["'`]+/, '')
    .replace(/^tel:\s*(?=[+\d(])/i, '')
    .replace(/[\s"'`.,;:-]+$/, '')
    .trim();

/** Text that a spreadsheet would calculate. */
export const isFormula = (text: string): boolean => /^=./.test(text);
