/**
 * How entities are labelled: only what the text says, in the shape of `entitiesSchema`, defaults left out.
 * Where a value is open by nature it is `{any_of: [...]}`, with null (or an empty list) for "need not be found".
 */
import type { Entities } from '../../src/domain/entities.ts';

export type Open<Value> = Value | { readonly any_of: readonly Value[] };

/** `any_of`: a name that several entries share; asking back is as good as one of them. */
export type TitleLabel = { readonly text: string } & ({ readonly anime_id: string } | { readonly any_of: readonly string[] });

export type Labels = { readonly titles?: readonly TitleLabel[] } & { readonly [Field in Exclude<keyof Entities, 'titles'>]?: Open<Entities[Field]> };

export const optionsOf = <Value>(label: Open<Value>): readonly Value[] =>
  typeof label === 'object' && label !== null && 'any_of' in label ? label.any_of : [label];

export const idsOf = (label: TitleLabel): readonly string[] => ('any_of' in label ? label.any_of : [label.anime_id]);
