/** Identity of an anime: source URLs and ids of every provider, folded into one alias form `provider:key`. */

/** Providers in the order in which their id becomes the canonical `anime_id`. The first four are the contract's. */
const providers = [
  { name: 'mal', hosts: ['myanimelist.net'], path: /^\/anime\/(\d+)/, url: (key: string) => `https://myanimelist.net/anime/${key}` },
  { name: 'anilist', hosts: ['anilist.co'], path: /^\/anime\/(\d+)/, url: (key: string) => `https://anilist.co/anime/${key}` },
  { name: 'kitsu', hosts: ['kitsu.app', 'kitsu.io'], path: /^\/anime\/([\w-]+)/, url: (key: string) => `https://kitsu.app/anime/${key}` },
  { name: 'anidb', hosts: ['anidb.net'], path: /^\/(?:anime\/|a)(\d+)/, url: (key: string) => `https://anidb.net/anime/${key}` },
  { name: 'anisearch', hosts: ['anisearch.com'], path: /^\/anime\/(\d+)/, url: (key: string) => `https://anisearch.com/anime/${key}` },
  { name: 'ann', hosts: ['animenewsnetwork.com'], path: /[?&]id=(\d+)/, url: (key: string) => `https://animenewsnetwork.com/encyclopedia/anime.php?id=${key}` },
  { name: 'livechart', hosts: ['livechart.me'], path: /^\/anime\/(\d+)/, url: (key: string) => `https://livechart.me/anime/${key}` },
  { name: 'anime-planet', hosts: ['anime-planet.com'], path: /^\/anime\/([^/?#]+)/, url: (key: string) => `https://anime-planet.com/anime/${key}` },
  { name: 'simkl', hosts: ['simkl.com'], path: /^\/anime\/(\d+)/, url: (key: string) => `https://simkl.com/anime/${key}` },
  { name: 'animecountdown', hosts: ['animecountdown.com'], path: /^\/(\d+)/, url: (key: string) => `https://animecountdown.com/${key}` },
  { name: 'bangumi', hosts: ['bangumi.tv', 'bgm.tv'], path: /^\/subject\/(\d+)/, url: (key: string) => `https://bangumi.tv/subject/${key}` },
] as const;

const rank = new Map<string, number>(providers.map((provider, index) => [provider.name, index]));

/**
 * A source URL or an id in any spelling -> alias `provider:key`; undefined when it is neither.
 * `https://kitsu.io/anime/1`, `MAL:5114` and `myanimelist.net/anime/5114/Title` are understood. A bare number is a MAL id.
 */
export const parseAnimeRef = (text: string): string | undefined => {
  const trimmed = text.trim();
  if (/^\d{1,9}$/.test(trimmed)) return `mal:${Number(trimmed)}`;
  const short = /^([a-z-]+):([\w-]{1,120})$/i.exec(trimmed);
  if (short?.[1] && short[2] && rank.has(short[1].toLowerCase())) return `${short[1].toLowerCase()}:${short[2].toLowerCase()}`;
  const url = /^(?:https?:\/\/)?(?:www\.)?([a-z0-9.-]+\.[a-z]{2,})(\/.*)$/i.exec(trimmed);
  if (!url?.[1] || !url[2]) return undefined;
  const host = url[1].toLowerCase();
  for (const provider of providers) {
    if (!provider.hosts.some((known) => known === host)) continue;
    const key = provider.path.exec(url[2])?.[1];
    return key === undefined ? undefined : `${provider.name}:${key.toLowerCase()}`;
  }
  return undefined;
};

/** Aliases in canonical order: the first is the entry's `anime_id`. */
export const sortAliases = (aliases: Iterable<string>): string[] =>
  [...new Set(aliases)].sort((a, b) => {
    const byProvider = (rank.get(providerOf(a)) ?? 99) - (rank.get(providerOf(b)) ?? 99);
    return byProvider !== 0 ? byProvider : a.localeCompare(b, 'en', { numeric: true });
  });

/** Page of an alias at its provider; undefined for a provider that is not known. */
export const aliasUrl = (alias: string): string | undefined =>
  providers.find((provider) => provider.name === providerOf(alias))?.url(alias.slice(alias.indexOf(':') + 1));

export const providerOf = (alias: string): string => alias.slice(0, alias.indexOf(':'));
