/** What MCP clients offer their users to begin with: a request in our words, filled in with theirs. */

export type PromptArgument = {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** What the text typed so far may become, likeliest first; any number. */
  complete(typed: string): readonly string[];
};

export type McpPrompt = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  /** @param values one of every argument; '' = not given */
  render(values: Readonly<Record<string, string>>): string;
};
