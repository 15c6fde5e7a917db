/** Structured log on stderr: stdout belongs to MCP frames and to what a command prints for its user. */
import { pino, destination, type Logger } from 'pino';

export type Log = Logger;
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export const createLog = (level: LogLevel): Log =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['*.authorization', '*.apiKey', '*.message_text'] },
    destination({ fd: 2, sync: true }),
  );
