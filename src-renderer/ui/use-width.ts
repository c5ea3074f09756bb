// The inner width of an element in px, as it is laid out now; null before that, and where nothing is laid out.
import { useLayoutEffect, useState, type RefObject } from 'react';

/** `isThere` tells when the element has come or gone. */
export const useWidth = (box: RefObject<HTMLElement | null>, isThere: boolean): number | null => {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!isThere || element === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = (): void => { setWidth(element.clientWidth === 0 ? null : element.clientWidth); };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => { observer.disconnect(); };
  }, [box, isThere]);
  return width;
};
