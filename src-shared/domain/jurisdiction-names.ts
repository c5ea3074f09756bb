// The names of states, provinces and countries of the North American numbering plan, as people write them, under their ISO 3166 codes.

/** ISO 3166-2:US, states and the District of Columbia. */
export const statesOfTheUs: Readonly<Record<string, string>> = {
  AL: 'Alabama', AK: 'Alaska', AZ: 'Arizona', AR: 'Arkansas', CA: 'California', CO: 'Colorado', CT: 'Connecticut', DE: 'Delaware',
  DC: 'District of Columbia', FL: 'Florida', GA: 'Georgia', HI: 'Hawaii', ID: 'Idaho', IL: 'Illinois', IN: 'Indiana', IA: 'Iowa',
  KS: 'Kansas', KY: 'Kentucky', LA: 'Louisiana', ME: 'Maine', MD: 'Maryland', MA: 'Massachusetts', MI: 'Michigan', MN: 'Minnesota',
  MS: 'Mississippi', MO: 'Missouri', MT: 'Montana', NE: 'Nebraska', NV: 'Nevada', NH: 'New Hampshire', NJ: 'New Jersey', NM: 'New Mexico',
  NY: 'New York', NC: 'North Carolina', ND: 'North Dakota', OH: 'Ohio', OK: 'Oklahoma', OR: 'Oregon', PA: 'Pennsylvania',
  RI: 'Rhode Island', SC: 'South Carolina', SD: 'South Dakota', TN: 'Tennessee', TX: 'Texas', UT: 'Utah', VT: 'Vermont', VA: 'Virginia',
  WA: 'Washington', WV: 'West Virginia', WI: 'Wisconsin', WY: 'Wyoming',
};

/** ISO 3166-2:CA. */
export const provincesOfCanada: Readonly<Record<string, string>> = {
  AB: 'Alberta', BC: 'British Columbia', MB: 'Manitoba', NB: 'New Brunswick', NL: 'Newfoundland and Labrador', NS: 'Nova Scotia',
  NT: 'Northwest Territories', NU: 'Nunavut', ON: 'Ontario', PE: 'Prince Edward Island', QC: 'Quebec', SK: 'Saskatchewan', YT: 'Yukon',
};

/** ISO 3166-1. Territories of the US are countries here, as in the area-code table and the numbering metadata. */
export const countriesOfThePlan: Readonly<Record<string, string>> = {
  US: 'United States', CA: 'Canada', PR: 'Puerto Rico', VI: 'US Virgin Islands', GU: 'Guam', AS: 'American Samoa', MP: 'Northern Mariana Islands',
  AG: 'Antigua and Barbuda', AI: 'Anguilla', BB: 'Barbados', BM: 'Bermuda', BS: 'Bahamas', DM: 'Dominica', DO: 'Dominican Republic', GD: 'Grenada',
  JM: 'Jamaica', KN: 'Saint Kitts and Nevis', KY: 'Cayman Islands', LC: 'Saint Lucia', MS: 'Montserrat', SX: 'Sint Maarten',
  TC: 'Turks and Caicos Islands', TT: 'Trinidad and Tobago', VC: 'Saint Vincent and the Grenadines', VG: 'British Virgin Islands',
};

/** Other ways to write them: older abbreviations, French names, former names. */
export const otherNames: Readonly<Record<string, string>> = {
  'WASHINGTON DC': 'US-DC', 'WASHINGTON D C': 'US-DC', 'D C': 'US-DC', CALIF: 'US-CA', MASS: 'US-MA', PENN: 'US-PA', TENN: 'US-TN', FLA: 'US-FL',
  PQ: 'CA-QC', NF: 'CA-NL', NEWFOUNDLAND: 'CA-NL', LABRADOR: 'CA-NL', PEI: 'CA-PE', 'YUKON TERRITORY': 'CA-YT', 'NEWFOUNDLAND & LABRADOR': 'CA-NL',
  'COLOMBIE BRITANNIQUE': 'CA-BC', 'NOUVEAU BRUNSWICK': 'CA-NB', 'NOUVELLE ECOSSE': 'CA-NS', 'ILE DU PRINCE EDOUARD': 'CA-PE',
  'TERRE NEUVE ET LABRADOR': 'CA-NL', 'TERRITOIRES DU NORD OUEST': 'CA-NT',
  USA: 'US', 'U S': 'US', 'U S A': 'US', 'UNITED STATES OF AMERICA': 'US', CAN: 'CA',
  'VIRGIN ISLANDS': 'VI', 'U S VIRGIN ISLANDS': 'VI', CNMI: 'MP',
};
