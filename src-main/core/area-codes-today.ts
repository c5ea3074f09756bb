// The area codes by which a number typed now is read: the same as the next import's.
import type { AreaCodesOn } from '../../src-shared/domain/area-codes.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Clock } from '../ports/clock.ts';

export const areaCodesToday = ({ areaCodes }: Pick<Ledger, 'areaCodes'>, { now }: Pick<Clock, 'now'>): AreaCodesOn => areaCodes.on(new Date(now()).toISOString().slice(0, 10));
