/** Numbers from 0 to 1 that look like chance and are the same for the same seed: a drawing must not move on its own. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
