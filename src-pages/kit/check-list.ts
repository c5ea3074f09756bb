// The checks as a list to be read: what held, what did not, and what was therefore not looked at.
import type { Check } from '../proof/course.ts';
import { draw } from './draw.ts';

const stateWords: Readonly<Record<Check['state'] | 'being-made', string>> = { held: 'Holds', broken: 'Does not hold', 'not-made': 'Not checked', 'being-made': 'Being checked' };

export const drawChecks = (checks: readonly { readonly what: string; readonly state: Check['state'] | 'being-made'; readonly detail: string }[]): HTMLElement =>
  draw('ol', { class: 'checks' }, ...checks.map(({ what, state, detail }) => draw(
    'li', { class: state },
    draw('span', { class: 'mark', 'aria-hidden': 'true' }, { held: '✓', broken: '✗', 'not-made': '–', 'being-made': '…' }[state]),
    draw('span', { class: 'what' }, what, draw('span', { class: 'state' }, stateWords[state])),
    detail === '' ? null : draw('span', { class: 'detail' }, detail),
  )));
