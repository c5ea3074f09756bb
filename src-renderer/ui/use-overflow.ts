// Tells whether an element holds more than it shows, so that it is a stop for the keyboard only when there is something to scroll.
import { useEffect, useState, type RefObject } from 'react';

export const useOverflow = (box: RefObject<HTMLElement | null>): boolean => {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = box.current;
    // jsdom lays nothing out and observes nothing
    if (element === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = (): void => { setOverflows(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight); };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => { observer.disconnect(); };
  }, [box]);
  return overflows;
};
