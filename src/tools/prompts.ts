/** The prompts of our MCP server. Their texts are `prompts/<name>.md`; here is what they ask for and how it is completed. */
import { foldTitle } from '../domain/title-match.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { McpPrompt, PromptArgument } from './prompt.ts';

/** The texts, as `src/prompts.ts` reads them. */
type Texts = {
  expect(name: string, inputs: readonly string[]): void;
  render(name: string, values: Readonly<Record<string, string>>): { readonly system: string; readonly user: string };
};

type Deps = { readonly current: () => Generation; readonly genres: readonly string[]; readonly texts: Texts; readonly now: () => Date };

/** @throws AppError invalid_input when a text takes other inputs than its prompt has arguments */
export const createPrompts = ({ current, genres, texts, now }: Deps): readonly McpPrompt[] => {
  const oneOf = (choices: () => readonly string[]) => (typed: string): readonly string[] => choices().filter((choice) => foldTitle(choice).startsWith(foldTitle(typed)));
  const genre: PromptArgument = { name: 'genre', description: 'A genre to keep to, e.g. Mystery', required: false, complete: oneOf(() => genres) };
  const title: PromptArgument = {
    name: 'title', description: 'An anime, in any spelling', required: true,
    complete: (typed) => (typed.trim() === '' ? [] : [...new Set(current().titles.resolve(typed, { limit: 20 }).map(({ anime }) => anime.title))]),
  };
  const season: PromptArgument = { name: 'season', description: 'Spring, summer, fall or winter; the running one when empty', required: false, complete: oneOf(() => ['spring', 'summer', 'fall', 'winter']) };
  const year: PromptArgument = { name: 'year', description: 'Its year', required: false, complete: oneOf(() => [0, 1, -1, -2, -3].map((away) => String(now().getFullYear() + away))) };

  const prompt = (name: string, shown: Pick<McpPrompt, 'title' | 'description'>, args: readonly PromptArgument[]): McpPrompt => {
    texts.expect(name, args.map((argument) => argument.name));
    return {
      name, ...shown, arguments: args,
      render: (values) => {
        const { system, user } = texts.render(name, values);
        return `${system}\n\n${user}`;
      },
    };
  };
  return [
    prompt('recommend_similar', { title: 'Something like ...', description: 'Five anime like one you name, without what you have finished' }, [title, genre]),
    prompt('plan_a_season', { title: 'Plan a season', description: 'What to watch of a season, fitted to your list and taste' }, [season, year, genre]),
    prompt('taste_report', { title: 'My taste', description: 'What your list says about your taste, and what to watch next' }, [genre]),
  ];
};
