/** What people say to a list they do not want: "boring", "seen all of these", "nah", "not feeling it". Pure. */
const these = "(?:(?:any|all|most|some|none) (?:of )?)?(?:these|those|them|it|this|that|'?em)(?: (?:all|ones?|already))*|(?:them |these )?all|any";
const refusals = [
  '(?:(?:yes|yeah|sure|please|go on|go ahead|alright)[ ]+)*(?:show me(?: some| more| them| what you have| the rest)?|let me see(?: some| more| them)?|hit me|go on|keep going)',
  'no(?:pe)?(?: thanks?| thank you)?', 'nah+(?: thanks)?', 'pass', 'skip(?: these| those)?', 'next(?: (?:ones?|please|pls))?', 'boring', 'lame', 'bleh', 'yawn', 'basic', 'same old', 'not really', 'not (?:these|those|that|my (?:thing|style|taste|cup of tea)|for me|it|great|interested|convinced|impressed)',
  `(?:i'?m )?(?:not (?:really )?|just not )?(?:feeling|into|sold on|digging) (?:${these})`, `(?:i(?:'?ve| have)? )?(?:already |just )?(?:seen|watched|know|knew) (?:${these})`, `none of (?:these|those|them)(?: .{0,25})?`,
  `(?:i )?(?:don'?t|do not|didn'?t) (?:really )?(?:like|want|love|fancy|feel) (?:${these})`, `(?:i )?hate (?:${these})`, '(?:try|roll|spin|go|once) again', 'surprise me(?: again)?', '(?:(?:got|any|some|a few|\\d|one|two|three|four|five) )*(?:others?|different(?: ones?| options)?|other (?:ones?|options|ideas|suggestions|picks|choices|shows|titles)|alternatives)',
  '(?:(?:something|anything)(?: else| different| new)?|(?:an)?other(?: ones?)?|different(?: ones?)?|more)(?: but| just| with| of| in| that has)* (?:the |a )?(?:same|similar) (?:vibes?|feel(?:ing)?|mood|energy|style|kind|sort|type|tone)', '(?:something|anything) (?:else|different)', 'not (?:that|this) one', "(?:these|those|they|all|that)(?:'s|'re| are| is| look| sound)? (?:all )?(?:so |too |kinda |pretty |a bit )*(?:boring|lame|bad|meh|generic|basic|mainstream|popular|obvious|well[- ]known|known)",
  '(?:way |a bit |bit |all )?too (?:mainstream|popular|well[- ]known|obvious|basic|generic|normie)',
].join('|');
const polite = "(?:(?:(?:i(?: would|'d) like|i want)(?: to see)?|show me|give me|let me see|can i (?:see|have|get)|(?:can|could) you (?:show|give|find) me|do you have|have you got|are there|is there|what about|how about)(?: some| a few| any)? |i |um |well |sorry |nah |no |nope |hmm+ |meh |ugh )*";
const whole = new RegExp(`^\\s*${polite}(?:${refusals})(?:[\\s,.!]+(?:${refusals}))*[\\s.!?…]*$`);

/** @param masked lower case, titles as marks */
export const isRefusalOfList = (masked: string): boolean => whole.test(masked.replace(/[,;]\s*/g, ' '));
