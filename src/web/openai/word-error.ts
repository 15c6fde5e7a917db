/** Errors as OpenAI's clients read them: our shape with `type` and `param`, and the hint in the message, which is all that they show. */
import { errorStatus } from '../../errors.ts';
import { errorBody, type WordError } from '../send.ts';

const types: Readonly<Record<number, string>> = { 401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error', 409: 'conflict_error', 429: 'rate_limit_error' };

export const wordOpenAiError: WordError = (error, request_id) => {
  const { error: ours } = errorBody(error, request_id);
  const status = errorStatus(error.code);
  return { error: { ...ours, message: [error.message, error.hint].filter(Boolean).join(' '), type: types[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error'), param: null } };
};
