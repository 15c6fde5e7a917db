/** Programs ask a model for titles and tags of a conversation by sending it all in one message. As a turn, what was said in it would be done once more. */
const userLine = /^[ \t]*(?:user|human)[ \t]*:[ \t]*(\S.*)$/im;
const agentLine = /^[ \t]*(?:assistant|ai)[ \t]*:/im;
const longest = 60;

/** The user's first words, which make a title; null when the message is none of these. */
export const titleOfTranscript = (message: string): string | null => {
  const words = userLine.exec(message)?.[1]?.trim();
  if (words === undefined || !agentLine.test(message)) return null;
  return words.length <= longest ? words : `${words.slice(0, longest - 1).replace(/\s+\S*$/, '')}…`;
};
