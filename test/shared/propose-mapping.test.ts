// Proposals are made for codes that mean the same everywhere, and for nothing else.
import { describe, expect, it } from 'vitest';
import { proposeMapping } from '../../src-shared/domain/propose-mapping.ts';

describe('a proposal for a code', () => {
  it.each([
    ['FED', 'FEDERAL', null], ['ftc', 'FEDERAL', null], ['National DNC', 'FEDERAL', null], ['TSR', 'FEDERAL', null], ['TCPA', 'FEDERAL', null],
    ['FED_DNC_LIST', 'FEDERAL', null], ['FTC TSR', 'FEDERAL', null],
    ['TX', 'STATE', 'US-TX'], ['ST_TX', 'STATE', 'US-TX'], ['CA_DNC', 'STATE', 'US-CA'], ['tx state', 'STATE', 'US-TX'], ['US-NY', 'STATE', 'US-NY'], ['STATE DNC: FL', 'STATE', 'US-FL'],
    ['INTERNAL', 'CORPORATE', null], ['Company DNC', 'CORPORATE', null], ['CORP', 'CORPORATE', null], ['INTERNAL-COMPANY', 'CORPORATE', null],
    ['OPTOUT', 'PERSONAL', null], ['opt-out', 'PERSONAL', null], ['Consumer request', 'PERSONAL', null], ['PERSONAL', 'PERSONAL', null],
  ])('%s → %s %s', (code, dncType, jurisdiction) => {
    expect(proposeMapping(code)).toMatchObject({ code, dncType, jurisdiction });
  });

  it.each(['', ' ', 'Q7', 'DNC', 'STATE', 'ST', 'XX', 'PR', 'ON', 'TX CA', 'TX9', 'TXT', 'INTERNAL REQUEST', 'FED CORP', 'FEDEX', 'CONFEDERAL', '12', 'TX consumer', 'FED 7 LIST DNC X'])(
    'nothing is guessed from %j', (code) => {
      expect(proposeMapping(code)).toBeNull();
    });
});
