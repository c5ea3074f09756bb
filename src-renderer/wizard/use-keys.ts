// Single-letter keys of a screen: they work wherever the focus is, except while something is being typed or a dialog is open.
import { useEffect, useRef } from 'react';
import { isTypingIn } from './shortcuts.ts';

/** By key as pressed: "f", "F" (with Shift), "/". A handler runs with the page's default prevented. */
export const useKeys = (handlers: Readonly<Record<string, () => void>>): void => {
  const held = useRef(handlers);
  useEffect(() => { held.current = handlers; });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTypingIn(event.target)) return;
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null) return;
      const handle = Object.hasOwn(held.current, event.key) ? held.current[event.key] : undefined;
      if (handle === undefined) return;
      event.preventDefault();
      handle();
    };
    document.addEventListener('keydown', press);
    return () => { document.removeEventListener('keydown', press); };
  }, []);
};
