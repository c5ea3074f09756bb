// Keys that work everywhere: Alt+1 to Alt+9 go to a screen, ? shows the keys; never while something is being typed.
import { screenIds, type ScreenId } from './routes.ts';

export type Shortcut = { readonly do: 'go'; readonly screen: ScreenId } | { readonly do: 'help' };

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey'>;

export const pressToShortcut = (press: Press, isTyping: boolean): Shortcut | null => {
  const digit = /^Digit([1-9])$/.exec(press.code)?.[1];
  if (press.altKey && !press.ctrlKey && !press.metaKey && digit !== undefined) {
    const screen = screenIds[Number(digit) - 1];
    return screen === undefined ? null : { do: 'go', screen };
  }
  return press.key === '?' && !isTyping && !press.ctrlKey && !press.metaKey ? { do: 'help' } : null;
};

export const isTypingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
