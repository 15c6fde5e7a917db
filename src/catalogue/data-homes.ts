/** Where the data set is published, and what a DATA_URL means. */
import path from 'node:path';

/** A GitHub repository's releases. `newest` is the tag to take when none is asked for. */
export type DataHome = { readonly name: string; readonly releases: string; readonly newest: string };

/**
 * The fork that goes on after the original was archived in July 2026; its `latest` is a tag that moves with every weekly build
 * (https://github.com/Fribb/anime-lists/issues/30). Then the original with its last release.
 */
export const dataHomes: readonly DataHome[] = [
  { name: 'cedya77/anime-offline-database', releases: 'https://github.com/cedya77/anime-offline-database/releases', newest: 'latest' },
  { name: 'manami-project/anime-offline-database', releases: 'https://github.com/manami-project/anime-offline-database/releases', newest: '2026-27' },
];
const asset = 'anime-offline-database.jsonl.zst';

export type DataSource =
  | { readonly kind: 'file'; readonly file: string }
  /** To be tried in order. `tag` is null when the address does not say which release it is. */
  | { readonly kind: 'download'; readonly candidates: readonly { readonly name: string; readonly url: string; readonly tag: string | null }[] };

/** Empty, a release tag (`2026-30`), an address, or a file relative to `root`. */
export const dataSource = (dataUrl: string, root: string, homes: readonly DataHome[] = dataHomes): DataSource => {
  if (/^https?:\/\//i.test(dataUrl)) return { kind: 'download', candidates: [{ name: new URL(dataUrl).host, url: dataUrl, tag: tagIn(dataUrl) }] };
  const pinned = /^\d{4}-\d{1,2}$/.test(dataUrl) ? dataUrl : undefined;
  if (pinned === undefined && dataUrl !== '') return { kind: 'file', file: path.resolve(root, dataUrl) };
  return {
    kind: 'download',
    candidates: homes.map(({ name, releases, newest }) => {
      const url = `${releases}/download/${pinned ?? newest}/${asset}`;
      return { name, url, tag: tagIn(url) };
    }),
  };
};

/** The week's tag in an address of a release or of its schema. */
export const tagIn = (url: string): string | null => /\/(\d{4}-\d{1,2})(?:\/|$)/.exec(url)?.[1] ?? null;
