// What a column's name says about it, in English, Spanish, French and German; a name that could mean something else says nothing.

export const meanings = ['phone', 'phone-perhaps', 'code', 'requested', 'expires', 'reason', 'jurisdiction', 'source', 'country'] as const;
export type Meaning = (typeof meanings)[number];

/**
 * `rank`: 0 is the name that says it best, for choosing between two columns that mean the same.
 * `phone-perhaps` ("number", "pattern") needs cells that agree. Null: unknown.
 * A complainant's state (Consumer_State) is not where the listed number is: only a bare "state" and its like count as jurisdiction.
 */
export const findMeaning = (header: string): { readonly meaning: Meaning; readonly rank: number } | null => {
  const name = plainName(header);
  if (name === '') return null;
  const known = byName.get(name);
  if (known !== undefined) return known;
  if (name.split(' ').length <= 5 && phoneWord.test(name) && !notThePhoneItself.test(name)) return { meaning: 'phone', rank: 1 };
  return null;
};

/** "Company_Phone_Number" -> "company phone number", "MobilePhone" -> "mobile phone", "Téléphone" -> "telephone", "Phone1" -> "phone 1". */
const plainName = (header: string): string =>
  header
    .normalize('NFKD').replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/#/g, ' number ')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const phoneWord = new RegExp(String.raw`\b(?:${[
  'phones?', 'telephones?', 'telephone ?number', 'phone ?numbers?', 'tel', 'telno', 'tele', 'telefonos?', 'telefono', 'telefon', 'telefonnummern?', 'rufnummern?', 'fon', 'mobil', 'mobile',
  'mobilnummer', 'handy', 'handynummer', 'movil', 'celular', 'cell', 'cellphone', 'cellular', 'portable', 'fixe', 'fijo', 'festnetz', 'landline', 'homephone', 'workphone', 'mobilephone',
  'businessphone', 'ani', 'tn', 'btn', 'wtn', 'msisdn', 'callerid', 'gsm',
].join('|')})\b`);
const notThePhoneItself = /\b(?:types?|typ|tipo|ext|extn|extension|extensions|date|datum|fecha|carrier|status|statut|count|valid|country|pais|pays|area|name|nom|nombre|flag|reason|consent|code|codes|notes?|comments?|time|region|state|label|format|verified|score|source|city|zone|timezone|opt|provider|operator|model|os|email|mail|url|id|description|result|preferred|permission|allowed|attempts)\b/;

const names: Readonly<Record<Exclude<Meaning, 'phone'>, readonly string[]>> & { readonly phone: readonly string[] } = {
  phone: [
    'phone', 'phone number', 'telephone', 'telephone number', 'dnc home', 'dnc cell', 'dnc work', 'dnc mobile', 'dnc phone', 'caller id', 'caller id number', 'contact number', 'caller number',
    'called number', 'dialed number', 'calling number', 'destination number', 'numero de telephone', 'numero de telefono', 'numero telephone', 'numero telefono', 'telefon nummer', 'home number',
    'work number', 'business number', 'mobile number', 'cell number', 'dnc number', 'e 164', 'e 164 number', 'ph', 'ph number', 'phone no', 'tel no', 'phone num',
  ],
  'phone-perhaps': ['number', 'numbers', 'numero', 'numeros', 'nummer', 'num', 'no', 'pattern', 'dnc', 'contact', 'did', 'home', 'work', 'business', 'cli', 'fax', 'fax number', 'value', 'entry'],
  code: [
    'regulation code', 'reg code', 'regulation', 'dnc code', 'list type', 'dnc type', 'dnc list', 'list code', 'compliance code', 'suppression code', 'suppression type', 'opt out type', 'optout type',
    'codigo de regulacion', 'codigo regulacion', 'regulacion', 'tipo de lista', 'code de regulation', 'code reglementaire', 'reglementation', 'type de liste', 'regelungscode', 'regelung', 'vorschrift',
    'listentyp', 'liste', 'result code', 'code', 'codigo', 'list', 'lista', 'type', 'tipo', 'typ', 'rule', 'category',
  ],
  requested: [
    'request date', 'requested', 'requested on', 'requested at', 'date requested', 'date of request', 'dnc date', 'dnc request date', 'opt out date', 'optout date', 'opt out', 'date added', 'added', 'added on', 'effective date',
    'entry date', 'fecha de solicitud', 'fecha solicitud', 'fecha de alta', 'date de la demande', 'date de demande', 'date demande', 'antragsdatum', 'datum des antrags', 'anfragedatum', 'eingetragen am',
    'created date', 'created at', 'created on', 'date created', 'created', 'start date', 'date', 'fecha', 'datum',
  ],
  expires: [
    'expiry', 'expiry date', 'expires', 'expires on', 'expires at', 'expiration', 'expiration date', 'expire date', 'expire', 'exp date', 'valid until', 'valid to', 'caducidad', 'fecha de caducidad', 'vencimiento',
    'fecha de vencimiento', 'date d expiration', 'date expiration', 'valable jusqu au', 'echeance', 'ablaufdatum', 'ablauf', 'gultig bis', 'gultig bis', 'lauft ab', 'lauft ab am', 'end date',
  ],
  reason: ['reason', 'dnc reason', 'request reason', 'opt out reason', 'reason text', 'motivo', 'razon', 'motif', 'raison', 'grund', 'begrundung', 'comment', 'comments', 'notes', 'note'],
  jurisdiction: ['jurisdiction', 'jurisdiccion', 'juridiction', 'state', 'state code', 'province', 'province code', 'state province', 'region code', 'estado', 'provincia', 'etat', 'bundesland', 'st'],
  source: ['source', 'list source', 'source list', 'source system', 'source file', 'data source', 'origin', 'fuente', 'origen', 'origine', 'provenance', 'quelle', 'herkunft', 'list name'],
  country: ['country', 'country code', 'country iso', 'iso country', 'pais', 'codigo de pais', 'pays', 'code pays', 'land', 'landercode', 'landeskennzeichen'],
};

const byName: ReadonlyMap<string, { readonly meaning: Meaning; readonly rank: number }> = new Map(
  meanings.flatMap((meaning) => names[meaning].map((name, at): [string, { readonly meaning: Meaning; readonly rank: number }] => [name, { meaning, rank: meaning === 'phone' ? 0 : at }])),
);
