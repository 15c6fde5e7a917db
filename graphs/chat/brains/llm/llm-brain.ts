/** The brain that understands and words with a chat model, and hands a turn to the embedded brain whenever the model fails it. */
import { toAppError } from '../../../../src/errors.ts';
import type { Brain } from '../brain.ts';
import type { LlmBrainDeps } from './llm-deps.ts';
import { createLoopAnswer, loopPrefix, loopPrompt } from './loop-answer.ts';
import { createUnderstand } from './understand.ts';
import { createWordAnswer } from './word-answer.ts';

/** @throws AppError invalid_input when a prompt is missing or does not take what the brain gives it */
export const createLlmBrain = (deps: LlmBrainDeps): Brain => {
  const { chatModel, fallback, log } = deps;
  const understand = createUnderstand(deps);
  const wordAnswer = createWordAnswer(deps);
  const answerLoop = createLoopAnswer(deps);
  deps.prompts.expect(loopPrompt.name, loopPrompt.inputs);
  // `langchain` is loaded by the first open request, not by every start.
  let loop: Promise<NonNullable<Brain['act']>> | undefined;

  return {
    mode: 'llm',
    model: chatModel.name,
    async classify(turn, signal) {
      const understood = await understand(turn, signal).catch((thrown: unknown) => {
        const error = toAppError(thrown);
        if (error.code === 'cancelled') throw error;
        log.warn({ code: error.code }, 'the message could not be understood by the model');
        return undefined;
      });
      if (understood === null) log.warn({ code: 'unexpected_answer' }, 'the model did not answer in the form asked for');
      return understood ? { ...understood, degraded: false } : { ...(await fallback.classify(turn, signal)), degraded: true };
    },
    extract: (turn, intent, signal) => fallback.extract(turn, intent, signal),
    async act(turn, call, signal) {
      loop ??= import('./tool-loop.ts').then(({ createToolLoop }) => createToolLoop(deps));
      return (await loop)(turn, call, signal);
    },
    compose: (view, emit, signal) => (view.say?.startsWith(loopPrefix) === true ? answerLoop : wordAnswer)(view, emit, signal),
  };
};

export type { LlmBrainDeps } from './llm-deps.ts';
