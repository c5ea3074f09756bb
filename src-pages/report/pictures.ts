// Pictures of counts, each with the same figures in a table under it; colour is never all that tells two things apart.
import { count, draw, drawSvg } from '../kit/draw.ts';

export type Bar = { readonly label: string; readonly value: number };
const [row, labelWidth, figureWidth, width] = [24, 220, 80, 760];

/** Largest first unless `inOrder`. */
export const drawBars = (title: string, unit: string, all: readonly Bar[], inOrder = false): HTMLElement => {
  const bars = inOrder ? all : all.toSorted((a, b) => b.value - a.value);
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const span = width - labelWidth - figureWidth;
  const svg = drawSvg(
    'svg', { viewBox: `0 0 ${width} ${Math.max(1, bars.length) * row}`, role: 'img', 'aria-label': `${title}. The table below has the figures.` },
    ...bars.map(({ label, value }, at) => drawSvg(
      'g', { transform: `translate(0 ${at * row})` },
      drawSvg('text', { x: labelWidth - 10, y: 16, 'text-anchor': 'end', class: 'label' }, shorten(label)),
      drawSvg('rect', { x: labelWidth, y: 4, width: Math.max(value === 0 ? 0 : 2, (value / most) * span).toFixed(1), height: 15, rx: 2, class: 'bar' }),
      drawSvg('text', { x: labelWidth + 8 + (value / most) * span, y: 16, class: 'value' }, count(value)),
    )),
  );
  return figure(title, svg, ['What', unit], bars.map(({ label, value }) => [label, count(value)]));
};

/** Equal steps of time from left to right. */
export const drawColumns = (title: string, unit: string, steps: readonly (Bar & { readonly from: string })[]): HTMLElement => {
  const most = Math.max(1, ...steps.map(({ value }) => value));
  const each = Math.min(40, width / Math.max(1, steps.length));
  const svg = drawSvg(
    'svg', { viewBox: `0 0 ${width} 150`, role: 'img', 'aria-label': `${title}. The table below has the figures.` },
    drawSvg('line', { x1: 0, x2: width, y1: 121, y2: 121, class: 'axis' }),
    ...steps.map(({ value }, at) => drawSvg('rect', { x: (at * each + each * 0.1).toFixed(1), y: (120 - Math.max(value === 0 ? 0 : 2, (value / most) * 100)).toFixed(1), width: (each * 0.8).toFixed(1), height: Math.max(value === 0 ? 0 : 2, (value / most) * 100).toFixed(1), class: 'bar' })),
    drawSvg('text', { x: 0, y: 142, class: 'value' }, steps[0]?.label ?? ''),
    drawSvg('text', { x: Math.max(340, each * steps.length), y: 142, 'text-anchor': 'end', class: 'value' }, steps.length > 1 ? steps.at(-1)?.label ?? '' : ''),
    drawSvg('text', { x: 0, y: 12, class: 'value' }, `at most ${count(most)}`),
  );
  return figure(title, svg, ['From', unit], steps.filter(({ value }) => value > 0).map(({ label, value }) => [label, count(value)]));
};

const figure = (title: string, svg: SVGElement, [what, unit]: readonly [string, string], rows: readonly (readonly [string, string])[]): HTMLElement => {
  const head = draw('thead', {}, draw('tr', {}, draw('th', { scope: 'col' }, what), draw('th', { scope: 'col', class: 'end' }, unit)));
  const body = draw('tbody', {}, ...rows.map(([label, value]) => draw('tr', {}, draw('th', { scope: 'row' }, label), draw('td', { class: 'end' }, value))));
  return draw('figure', {}, draw('figcaption', {}, title), svg, draw('details', {}, draw('summary', {}, 'The same as a table'), draw('table', { 'aria-label': title }, head, body)));
};

const shorten = (label: string): string => (label.length > 32 ? `${label.slice(0, 31)}…` : label);
