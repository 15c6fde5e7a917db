/** What Tab makes of a line: a command, or the title that its last words begin. */

/** Longer ones are sentences. */
const mostWords = 8;
const leastLetters = 2;

type Known = { readonly commands: readonly string[]; titles(typed: string): readonly string[] };

/** As readline wants it: what could stand there, and the part of the line that it would stand for. */
export const completeLine = (line: string, { commands, titles }: Known): [string[], string] => {
  if (/^\/\S*$/.test(line)) return [commands.filter((command) => command.startsWith(line)), line];
  const starts = [...line.matchAll(/(?<=^|[\s"“'(])\S/gu)].map(({ index }) => index).slice(-mostWords);
  for (const start of starts) {
    const typed = line.slice(start);
    if (typed.trim().length < leastLetters) break;
    const found = titles(typed);
    if (found.length > 0) return [[...found], typed];
  }
  return [[], line];
};
