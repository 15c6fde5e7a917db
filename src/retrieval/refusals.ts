/** What a request does not want: "but not so depressing", "no magical girls". Rankings know no "not": its words would find just that. */
const refusal =
  /\b(?:but not|no|not|nothing|without|never|minus|less|isn'?t|aren'?t|don'?t want)\s+(?:(?:too|so|any|an?|as|very)\s+)*([^,.;!?]+?)(?=\s+(?:but|and|please|pls|just|with|where)\b|[,.;!?]|$)/gi;

/** @returns the text without its refusals, and their words */
export const readRefusals = (text: string): { readonly wanted: string; readonly refused: string } => {
  const refused: string[] = [];
  const wanted = text.replace(refusal, (_, words: string) => {
    refused.push(words);
    return ' ';
  });
  return { wanted: refused.length === 0 ? text : wanted, refused: refused.join(' ') };
};
