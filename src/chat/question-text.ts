import type { Interrupt } from '../domain/chat-turn.ts';

/** The question as text, for doors that have no buttons. */
export const questionText = ({ question, options, kind, diff }: Interrupt): string => {
  if (kind === 'choose_title') return [question, ...options.map(({ id, label }) => (id === 'none' ? `- ${label}` : `${id}. ${label}`))].join('\n');
  const lines = (diff ?? []).length > 1 ? (diff ?? []).map(({ title, before, after }) => `- ${String(title)}: ${shown(before)} → ${shown(after)}`) : [];
  return [question, ...lines, '', `(${options.map(({ label }) => label.toLowerCase()).join(' / ')})`].join('\n');
};

const shown = (side: unknown): string => {
  if (side === null || typeof side !== 'object') return 'not on your list';
  const { status = '', score = null, progress = 0 } = side as { status?: string; score?: number | null; progress?: number }; // made by graphs/chat/confirm-change
  return [status.replaceAll('_', ' '), progress > 0 && status !== 'completed' ? `episode ${progress}` : '', score === null ? '' : `score ${score}`].filter(Boolean).join(', ');
};
