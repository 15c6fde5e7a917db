/** The newest few vectors of queries: people rephrase and page, and a turn asks for the same words several times. */

export type QueryCache = {
  /** The remembered vector (a copy), or that of `embed`, which is remembered unless it fails. */
  get(text: string, embed: () => Promise<number[]>): Promise<number[]>;
};

export const createQueryCache = (capacity: number): QueryCache => {
  // a Map keeps the order of insertion: the first key is the one not used for longest
  const vectors = new Map<string, Promise<number[]>>();
  return {
    async get(text, embed) {
      const known = vectors.get(text) ?? embed();
      vectors.delete(text);
      vectors.set(text, known);
      const [oldest] = vectors.keys();
      if (vectors.size > capacity && oldest !== undefined) vectors.delete(oldest);
      known.catch(() => {
        if (vectors.get(text) === known) vectors.delete(text);
      });
      return [...(await known)];
    },
  };
};
