/** Studio names as they write themselves; the data set has them in lower case. */

/** Names that title case gets wrong, and second spellings of one studio. */
const known: Record<string, string> = Object.fromEntries(
  [
    'A-1 Pictures', 'MAPPA', 'ufotable', 'Wit Studio', 'CloverWorks', 'J.C.Staff', 'P.A. Works', 'OLM', 'OLM Digital', 'AIC', 'AIC ASTA', 'AIC PLUS+', 'AIC Spirits', 'AIC Build',
    'DLE', 'TMS Entertainment', 'TNK', 'SILVER LINK.', 'LIDENFILMS', 'ARMS', 'feel.', 'ZEXCS', 'asread.', 'SynergySP', 'ZERO-G', 'GoHands', 'EMT Squared', 'TYO Animations',
    'A.C.G.T.', 'SIGNAL.MD', 'ILCA', 'APPP', 'Production IMS', 'TROYCA', 'C2C', 'NAZ', 'ENGI', 'NUR', 'SHUKA', 'Studio A-CAT', 'RG Animation Studios', 'B.CMAY PICTURES', 'M.S.C',
    'E&G Films', 'WAO World', 'AT-2', 'Studio VOLN', 'CygamesPictures', 'DMM.futureworks', 'GAINAX', 'Gaina', 'DAUME', 'HAL Film Maker', 'CoMix Wave Films', 'PINE JAM', 'NUT', 'GEEK TOYS',
    'MARZA ANIMATION PLANET', 'Science SARU', 'khara', 'T-Rex', 'Y.O.U.C', 'David Production', 'Studio 4°C', 'production doA', 'dwarf', 'LandQ studios', 'W-Toon Studio', 'AXsiZ', 'GENCO',
    'NHK', 'Project No.9', 'CG Year', 'PRA', 'SANZIGEN', 'millepensee', 'BUG FILMS', 'E&H production', 'OZ', 'SILVER',
  ].map((name) => [name.toLowerCase(), name]),
);
const sameStudio: Record<string, string> = {
  'studio pierrot': 'Pierrot', 'pa works': 'P.A. Works', 'p.a.works': 'P.A. Works', 'jc staff': 'J.C.Staff', 'j.c. staff': 'J.C.Staff', 'studio bones': 'Bones',
  'studio mappa': 'MAPPA', 'ghibli': 'Studio Ghibli', 'studio shaft': 'Shaft', 'studio trigger': 'Trigger', 'studio madhouse': 'Madhouse', 'a1 pictures': 'A-1 Pictures', 'a-1 pictures inc.': 'A-1 Pictures',
  'toei': 'Toei Animation', 'kyoani': 'Kyoto Animation', 'ig': 'Production I.G', 'production ig': 'Production I.G', 'silver link': 'SILVER LINK.', 'cloverworks inc.': 'CloverWorks', 'clover works': 'CloverWorks', 'ufo table': 'ufotable',
};
const nobody = /^(?:none(?: found)?|unknown|add some|n\/?a|-+|\?+)$/;
const small = /^(?:of|and|the|for|in|to)$/;

/** `mappa` -> `MAPPA`, `toei animation` -> `Toei Animation`; a name that has capitals already stays. Null for "none found". */
export const studioName = (name: string): string | null => {
  const lower = name.toLowerCase().trim();
  if (lower === '' || nobody.test(lower)) return null;
  const display = sameStudio[lower] ?? known[lower];
  if (display !== undefined) return display;
  if (name !== lower) return name;
  return lower.replace(/[\p{L}\p{N}']+/gu, (word, at: number) => {
    if (at > 0 && small.test(word)) return word;
    if (/^[bcdfghjklmnpqrstvwxz]{2,4}$/.test(word)) return word.toUpperCase();
    return word.charAt(0).toUpperCase() + word.slice(1);
  });
};
