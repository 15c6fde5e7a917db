/** What MCP clients can read: the data set as a whole, and any entry by its id. */

/** `uri` of a template has `{...}` parts. */
export type ResourceCard = { readonly uri: string; readonly name: string; readonly title: string; readonly description: string; readonly mimeType: string };

export type Resources = {
  readonly fixed: readonly ResourceCard[];
  readonly templates: readonly ResourceCard[];
  /** Content of a resource, or undefined when there is none under this URI. */
  read(uri: string): unknown;
};
