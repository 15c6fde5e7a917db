import type { Answer, Words } from './session.ts';

/** The answer to an open question by its number, its id or its words; anything else is said as it is. */
export const wordsFor = (line: string, last: Pick<Answer, 'interrupt'> | undefined): Words => {
  const pending = last?.interrupt ?? null;
  const option = pending?.options.find(({ id, label }, at) => [id, label, String(at + 1)].some((one) => one.toLowerCase() === line.toLowerCase()));
  return pending === null || option === undefined ? { message: line } : { resume: { interrupt_id: pending.id, option_id: option.id } };
};
