/** The content of a message as other people's clients send it: words, or parts of which ours are the texts. */
import { z } from 'zod';
import { AppError } from '../errors.ts';

export const contentSchema = z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]);

/** @throws AppError invalid_input for a picture or a file */
export const textOf = (content: z.output<typeof contentSchema>): string => {
  if (typeof content === 'string') return content.trim();
  return content.map(({ type, text }) => text ?? notText(type)).join('\n').trim();
};

const notText = (type: string): never => {
  throw new AppError('invalid_input', `Only text is understood here, not ${JSON.stringify(type.slice(0, 40))}.`, { hint: 'Say it in words.' });
};
