import { z } from 'zod';

/** The documentation of a setting. */
export interface About {
  /** The default, or in words what follows when the setting is not there; `-` for nothing. */
  readonly usual: string;
  /** Whether `usual` could as well be set. */
  readonly isFixed: boolean;
  readonly meaning: string;
}

export const about = z.registry<About>();

/** Not set, it reads as if `usual` were set. */
export const setting = <Value>(value: z.ZodType<Value, string>, usual: string, meaning: string) =>
  value.prefault(usual).register(about, { usual, isFixed: true, meaning });

/** Not set, it is null; `usual` says what follows from that. */
export const optional = <Value>(value: z.ZodType<Value, string>, usual: string, meaning: string) =>
  value.nullable().default(null).register(about, { usual, isFixed: false, meaning });

/** The variables that are set; an empty one is not. */
export type Given = Readonly<Partial<Record<string, string>>>;
