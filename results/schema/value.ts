import type { z } from 'zod';

type ReadonlyOf<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyOf<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyOf<T[Key]> }
    : T;

/** A value of a format, no part of which may be changed. */
export type Value<Format extends z.ZodType> = ReadonlyOf<z.infer<Format>>;
