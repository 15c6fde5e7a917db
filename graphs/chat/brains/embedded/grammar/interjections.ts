/** Words that only lead up to what is said ("lol fair. ", "hmm ok so ", "nice, "). "no", "nah", "sorry" and "wait" stay: they mean something. */
const sounds = 'ok(?:ay)?|k|kk|hm+|uh+|um+|eh+|meh|lol|lmao|ha(?:ha)+|btw|oh+|ah+|aight|alright|all ?right|anyways?|well|so|dude|bro|bruh|omg|yo|man|damn|wow|tbh|ngl|imo';
/** These are words of their own: only a mark behind them makes them a lead. */
const remarks = `${sounds}|nice(?: one)?|cool|great|good|perfect|sweet|awesome|bet|fair(?: enough| point)?|fine|sure|yes|yeah|yep|right|whatever|thanks|thank you|thx|got it|(?:yes |yeah )?that'?s (?:it|the one|right|correct)|i see|interesting|really|long day|never ?mind`;
const lead = new RegExp(`^\\s*(?:(?:(?:${sounds})\\b|(?:(?:${remarks})\\s+){0,4}(?:${remarks})(?=\\s*[,.!;…]))[\\s,.!;:…-]*)+(?=\\S)`);
const trail = /(?<![\s,])[\s,]+(?:lol|lmao|haha+|btw|tho|though|tbh|ngl|i guess|i think|imo)\s*([.!?]*)\s*$/;

/** Words of a way of talking, wherever they stand. "Something low-key" is calm, and "my bro" somebody. */
const asides = /\b(?:no cap|(?:fr|for real)(?: fr| for real)*|ngl|tbh|imho|imo|deadass|istg|smh|ikr|tbf|rofl|lmfao|xd|on god|ong|i swear|for (?:heaven|god|christ|pete|fuck|goodness)'?s? sakes?|y'?know|ya know|legit|literally|honestly|(?:low|high)-?key(?=\s+(?!(?:anime|shows?|series|ones?|stuff|vibes?|movies?|films?|and|but)\b)\p{L})|(?<!\b(?:my|his|her|your|our|their|a|the) )(?:bruh|bro|bruv|fam|dawg|homie))\b/gu;

/** A face or a hand before the words; a tick means "seen". */
const signs = /^\s*(?:(?![✔✅☑])(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D)\s*)+(?=\S)/u;

/** @param masked lower case, titles as marks. A message that is nothing else stays as it is. */
export const withoutInterjections = (masked: string): string => {
  const rest = masked.replace(signs, '').replace(asides, ' ').replace(/\s+/g, ' ').replace(/^[\s,]+/, '').replace(lead, '').replace(trail, '$1');
  return /[\p{L}\p{N}⟦]/u.test(rest) ? rest : masked;
};
