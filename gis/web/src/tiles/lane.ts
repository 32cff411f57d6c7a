/** Lets at most so many calls be under way; the others wait in the order in which they came. */
export function lane<A extends unknown[], R>(most: number, work: (...asked: A) => Promise<R>): (...asked: A) => Promise<R> {
  const waiting: (() => void)[] = [];
  let under = 0;
  return async (...asked) => {
    if (under >= most) await new Promise<void>((next) => waiting.push(next));
    else under += 1;
    try {
      return await work(...asked);
    } finally {
      // The place goes to the next in line without becoming free in between.
      const next = waiting.shift();
      if (next === undefined) under -= 1;
      else next();
    }
  };
}
