/** What MCP clients can read by its address. */

/** `uri` of a template has `{...}` parts. */
export type ResourceCard = { readonly uri: string; readonly name: string; readonly title: string; readonly description: string; readonly mimeType: string };

export type Resources = {
  readonly fixed: readonly ResourceCard[];
  readonly templates: readonly ResourceCard[];
  /** Content of a resource, perhaps later, or undefined when there is none under this URI. */
  read(uri: string): unknown;
  /** Differs when the content of a resource does, perhaps later; undefined when there is none under this URI. Asked every second, so it must be cheap. */
  version?(uri: string): Promise<string | undefined> | string | undefined;
  /** What the part `argument` of a template may become, likeliest first; undefined when it is none of these resources. */
  complete?(template: string, argument: string, typed: string): readonly string[] | undefined;
};

/** Several as one; the first that knows an address has it. */
export const joinResources = (all: readonly Resources[]): Resources => ({
  fixed: all.flatMap(({ fixed }) => fixed),
  templates: all.flatMap(({ templates }) => templates),
  read: async (uri) => {
    for (const { read } of all) {
      const content = await read(uri);
      if (content !== undefined) return content;
    }
    return undefined;
  },
  version: async (uri) => {
    for (const { version } of all) {
      const found = await version?.(uri);
      if (found !== undefined) return found;
    }
    return undefined;
  },
  complete: (...asked) => all.reduce<readonly string[] | undefined>((found, { complete }) => found ?? complete?.(...asked), undefined),
});

/** Undoes percent-encoding. Unlike decodeURIComponent this takes broken encodings as they are instead of throwing. */
export const decoded = (text: string): string => new URLSearchParams(`id=${text.replaceAll('+', '%2B').replaceAll('&', '%26')}`).get('id') ?? '';
