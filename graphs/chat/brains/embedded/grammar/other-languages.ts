/** Requests in Spanish, French, German, Portuguese and Japanese, as far as a small table of words goes. Whatever else is said in them is owned up to, not guessed. Pure. */

import { statusesIn } from './read-list-words.ts';

type Language = 'Spanish' | 'French' | 'German' | 'Portuguese';

/** English, then the words of each language. "~": English too, so that it shows no language. */
const table: readonly (readonly [english: string, ...words: readonly [es: string, fr: string, de: string, pt: string]])[] = [
  ['hello', 'hola buenas', 'bonjour salut', 'hallo', '~oi olá'],
  ['recommend', 'recomiéndame recomiendame recomienda recomiendas recomendar sugiere', 'recommande recommandez conseille conseillez suggère ~propose', 'empfiehl empfehle empfehlen empfehlung empfehlt', 'recomenda recomende recomendar recomendas sugira sugere indique indica'],
  ['something', 'algo alguna algún algun', 'quelque', 'etwas irgendwas', 'algo algum alguma'],
  ['i want', 'quiero quisiera busco necesito', 'veux voudrais cherche aimerais', 'suche möchte moechte brauche ~will', 'quero queria procuro preciso'],
  ['movie', 'película pelicula películas peliculas', '~film ~films', '~film ~filme kinofilm', '~filme ~filmes'],
  ['series', 'serie ~series', 'série séries', 'serie serien', 'série séries'],
  ['something short', 'corto corta cortos cortas', 'courte courts ~court', 'kurz kurze kurzer kurzen kurzes', 'curto curta curtos curtas'],
  ['something long', 'largo larga largos largas', '~long longue longs', '~lang lange langer langes langen', 'longo longa longos'],
  ['sad', 'triste tristes llorar', 'triste tristes pleurer', 'traurig traurige trauriger trauriges traurigen weinen', 'triste tristes chorar'],
  ['funny', 'gracioso graciosa divertido divertida graciosos divertidos reír reir', 'drôle drole drôles marrant rigolo rire', 'lustig lustige lustiger lustiges lustigen witzig witzige witziger witziges witzigen lachen', 'engraçado engraçada engracado divertido divertida rir'],
  ['comedy', 'comedia comedias', 'comédie comedie comédies', 'komödie komoedie komödien', 'comédia comedia comédias'],
  ['romance', 'romántico romantico romántica romantica románticos amor', 'romantique romantiques amour', 'romantisch romantische romantischer romantisches romantischen liebe liebesgeschichte liebesfilm', 'romântico romantico romântica romantica amor'],
  ['horror', '~terror miedo', 'horreur peur épouvante', 'gruselig gruselige gruseliger gruseliges ~horror', '~terror medo assustador'],
  ['action', 'acción accion', '~action', '~action', 'ação acao'],
  ['adventure', 'aventura aventuras', 'aventure aventures', 'abenteuer', 'aventura aventuras'],
  ['fantasy', 'fantasía fantasia', 'fantastique fantaisie', '~fantasy fantastisch', 'fantasia'],
  ['sci-fi', 'ficción', 'science-fiction', 'science-fiction', 'ficção'],
  ['mystery', 'misterio misterios', 'mystère mystères', 'rätsel geheimnis', 'mistério misterios mistérios'],
  ['detective', '~detectives policial policíaco policiaca', 'policier policière enquête', 'krimi krimis detektiv', 'policial detetive'],
  ['psychological', 'psicológico psicologico psicológica', 'psychologique', 'psychologisch psychologischer psychologische', 'psicológico psicologico'],
  ['sports', 'deporte deportes deportivo', '~sport ~sports sportif', '~sport sportanime', 'esporte esportes desporto'],
  ['music', 'música musica', 'musique', 'musik', 'música musica'],
  ['school', 'escuela instituto escolar', 'école ecole lycée scolaire', 'schule schul', 'escola escolar'],
  ['robots', '~robots', '~robots', 'roboter', 'robôs robos'],
  ['historical', 'histórico historico histórica', 'historique', 'historisch historische historischer historisches', 'histórico historico'],
  ['war', 'guerra', 'guerre', 'krieg', 'guerra'],
  ['magic', 'magia', 'magie', 'magie zauber', 'magia'],
  ['space', 'espacio espacial', 'espace spatial', 'weltraum weltall', 'espaço espacial'],
  ['cute', 'tierno tierna lindo', 'mignon mignonne', 'süß süss niedlich niedliche', 'fofo fofa'],
  ['relaxing', 'relajante tranquilo tranquila', 'relaxant tranquille', 'entspannend ruhig ruhige ruhiger', 'relaxante calmo tranquilo'],
  ['dark', 'oscuro oscura', '~sombre sombres ~noir', 'düster düstere düsterer düsteres dunkel', 'sombrio sombria escuro'],
  ['new anime', 'nuevo nueva nuevos nuevas', 'nouveau nouvelle nouveaux récent', 'neu neue neuer neues neuen', 'novo nova novos novas'],
  ['old anime', 'antiguo antigua viejo', 'vieux ancien ancienne', '~alt alte alter altes alten', 'antigo antiga velho'],
  ['like', 'como parecido parecida ~similar', 'comme semblable', 'wie ähnlich aehnlich', 'como parecido parecida'],
  ['without', 'sin', '~sans', 'ohne', 'sem'],
  ['with', '~con', 'avec', '~mit', '~com'],
  ['and', 'y', '~et', 'und', 'e'],
  ['popular', 'famoso famosa populares', 'populaire célèbre connu', 'beliebt beliebte bekannte bekannter', 'famoso famosa'],
  ['best', 'mejor mejores', 'meilleur meilleure meilleurs', 'beste besten bester bestes', 'melhor melhores'],
  ['', 'un una unos unas el la los las ~de del que qué para ~me mí mi por favor ver ~a muy más ~mas ciencia puedes es', '~un une ~des ~de du la ~le ~les ~me moi je pour ~qui que ~chose ~a s’il sil vous te plaît plait voir tres très ~est peux tu regarder', 'ich ein eine einen einem eines ~die ~der ~das ~den mir bitte für fuer ~zum ~was anschauen gucken schauen sehen sehr kannst du über ueber nach geht ~man', 'um uma uns umas ~o ~os ~as ~de ~do ~da ~me mim para por favor que ver assistir muito mais eu pra ~a'],
];
const languages: readonly Language[] = ['Spanish', 'French', 'German', 'Portuguese'];
const words = languages.map((_, at) => ({
  known: new Map(table.flatMap(([english, ...said]) => (said[at] ?? '').split(' ').map((word) => [word.replace('~', ''), { english, shows: !word.startsWith('~') }] as const))),
}));

const japanese: readonly (readonly [RegExp, string])[] = [
  [/こんにちは|こんばんは|おはよう/g, ' hello '], [/ありがとう/g, ' thanks '], [/アニメ/g, ' anime '], [/映画/g, ' movie '], [/泣ける|泣きたい|悲しい|切ない|感動(?:する|的な)?/g, ' sad '], [/笑える|面白い|おもしろい/g, ' funny '], [/コメディー?|ギャグ/g, ' comedy '], [/恋愛(?:もの)?|ラブコメ|ロマンス/g, ' romance '], [/ホラー|怖い/g, ' horror '],
  [/アクション/g, ' action '], [/冒険/g, ' adventure '], [/ファンタジー/g, ' fantasy '], [/ミステリー?|推理/g, ' mystery '], [/スポーツ/g, ' sports '], [/音楽/g, ' music '], [/ロボット/g, ' robots '], [/異世界/g, ' isekai '], [/日常(?:系)?/g, ' slice of life '], [/短い|短編/g, ' short '], [/長い/g, ' long '],
  [/癒(?:し|やし)(?:系)?|癒される/g, ' relaxing '], [/暗い|ダーク(?:な)?/g, ' dark '], [/古い/g, ' old '], [/新しい|最新(?:の)?/g, ' new '], [/名作|人気(?:の)?/g, ' popular '], [/(⟦\d⟧)\s*(?:みたいな|のような|っぽい|に似た|に似ている)/g, ' something like $1 '], [/おすすめ(?:して|を?教えて)?|お勧め/g, ' recommend '],
  [/ください|下さい|教えて|見たい|観たい|ありますか|ある|何か|なにか|もの|が|を|の|は|な|で|に|と|も|[、。？！]/g, ' '],
];
const japaneseScript = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const otherScript = /[^\P{L}\p{Script=Latin}]/u;

/** `text` null: in a language that is not read here. */
export type Translated = { readonly text: string | null };

/** Null: English, or said of several titles, or in words that other readers know. @param masked lower case, titles as marks @param isTerm is it a genre or tag, as "romance" is in many languages? */
export const inEnglish = (masked: string, isTerm: (word: string) => boolean): Translated | null => {
  if (statusesIn(masked).length > 0 || /⟦1⟧/.test(masked)) return null;
  const found = otherScript.test(masked) ? ofScript(masked) : ofWords(masked, isTerm);
  if (found === null || found.some((word) => !idle.has(word) && !isMark.test(word))) return found === null ? null : { text: found.join(' ') };
  return /⟦\d⟧/.test(masked) ? (found.includes('like') ? { text: found.join(' ') } : null) : { text: null };
};
const isMark = /^⟦|^\d/;

const ofScript = (masked: string): readonly string[] => {
  const text = japaneseScript.test(masked) ? japanese.reduce((left, [said, english]) => left.replace(said, english), masked) : masked;
  return text.split(/\s+/).filter((word) => word !== '' && !otherScript.test(word));
};

const ofWords = (masked: string, isTerm: (word: string) => boolean): readonly string[] | null => {
  const said = masked.split(/\s+/).map((word) => word.replace(/^[¿¡("'.,]+|[?!.,;:)"']+$/gu, '').replace(/-(?=animes?$)/, ' ')).flatMap((word) => word.split(' ')).filter(Boolean);
  const plain = said.filter((word) => !isMark.test(word) && !/^animes?$/.test(word));
  if (plain.length === 0 || said.length > longest) return null;
  const [best] = words
    .map(({ known }) => ({ known, shown: plain.filter((word) => known.get(word)?.shows === true).length, met: plain.filter((word) => known.has(word)).length }))
    .sort((one, other) => other.met - one.met || other.shown - one.shown);
  if (best === undefined || best.shown === 0 || best.met * 2 < plain.length || (best.met < 2 && plain.length > 2)) return null;
  const english = said.flatMap((word) => (isMark.test(word) || /^animes?$/.test(word) ? [word] : (best.known.get(word)?.english.split(' ') ?? (isTerm(word) ? [word] : [])))).filter(Boolean);
  // "¿Qué me recomiendas?" asks for anything.
  return best.met === plain.length && english.includes('recommend') && english.every((word) => idle.has(word)) ? [...english, 'me', 'something'] : english;
};
const longest = 40;
/** These alone say not what kind. */
const idle = new Set(['recommend', 'something', 'i', 'want', 'anime', 'animes', 'with', 'and', 'like', 'without']);
