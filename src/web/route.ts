/** A route is data: what the app serves and what `/openapi.json` says come from the same object. */
import type { Request, Response } from 'express';
import type { ErrorCode } from '../errors.ts';
import type { Schema } from './openapi/schema.ts';
import type { WordError } from './send.ts';

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

export type Parameter = { readonly name: string; readonly in: 'query' | 'path' | 'header'; readonly required: boolean; readonly description?: string; readonly schema: Schema; readonly style?: 'form'; readonly explode?: boolean };

export type RouteDocs = {
  readonly tag: 'chat' | 'openai' | 'langgraph' | 'threads' | 'anime' | 'list' | 'taste' | 'tools' | 'operations' | 'pages';
  readonly summary: string;
  readonly description?: string;
  /** Besides those of the path, which need no mention. */
  readonly parameters?: readonly Parameter[];
  readonly body?: Schema;
  /** The same in other content types than JSON, each with its schema. */
  readonly otherBodies?: Readonly<Record<string, Schema>>;
  /** Of the good answer; `schema: null` = no content. */
  readonly reply: { readonly status?: number; readonly description: string; readonly content: Readonly<Record<string, Schema>> | null };
  readonly errors?: readonly ErrorCode[];
};

export type Route = {
  readonly method: Method;
  /** As OpenAPI writes it: `/api/v1/threads/{thread_id}`. */
  readonly path: string;
  /** Answers every method itself, refusals included. */
  readonly ownsMethods?: true;
  readonly docs: RouteDocs;
  /** How errors look to the clients of this door; our own shape must be part of it. */
  readonly wordError?: WordError;
  readonly handle: (request: Request, response: Response) => void | Promise<void>;
};

/** `/threads/{thread_id}` -> `/threads/:thread_id` */
export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
