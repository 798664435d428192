import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The root's font size that one unit of a drawing stands for. */
const ROOT_PX = 16;

/**
 * The width of an element in a drawing's own units: pixels at a 16 px root, so drawings scale with rem.
 * 0 until it has been measured.
 */
export function useWidth<E extends Element>(): readonly [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => {
      const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || ROOT_PX;
      setWidth(Math.round((element.getBoundingClientRect().width * ROOT_PX) / root));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** The height of a drawing, from its own units. */
export function drawingHeight(units: number): { readonly height: string } {
  return { height: `${units / ROOT_PX}rem` };
}
