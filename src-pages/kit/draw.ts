// Elements are made with their texts as text: nothing from a file ever becomes markup.
import { visible } from './visible.ts';

export type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** Strings become text with everything invisible made visible; an attribute that is null or false is left out. */
export const draw = <Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Name] => {
  const made = document.createElement(name);
  fill(made, attributes, children);
  return made;
};

export const drawSvg = (name: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  fill(made, attributes, children);
  return made;
};

const fill = (element: Element, attributes: Attributes, children: readonly Child[]): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null) element.append(typeof child === 'string' ? visible(child) : child);
};

/** A definition list: name, value, name, value. */
export const drawFacts = (facts: readonly (readonly [string, Child])[]): HTMLElement =>
  draw('dl', { class: 'facts' }, ...facts.map(([name, value]) => draw('div', {}, draw('dt', {}, name), draw('dd', {}, value))));

export const code = (text: string): HTMLElement => draw('code', {}, text);

/** An element of the page's own markup. */
export const place = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page lacks #${id}`);
  return found;
};

export const count = (n: number): string => n.toLocaleString('en-US');
