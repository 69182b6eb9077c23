/**
 * Who may see a thing. Each audience sees what the ones before it see, and more.
 * `public` a member of the public; `professional` a clinician or call handler (AUP25-20);
 * `operator` the people who run the directory.
 */
export const AUDIENCES = ['public', 'professional', 'operator'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Whether a reader of audience `reader` may see what is marked `mark`. No mark, or one that is none of ours: nobody may. */
export function maySee(reader: Audience, mark: Audience | undefined): boolean {
  const level = mark === undefined ? -1 : AUDIENCES.indexOf(mark)
  return level >= 0 && level <= AUDIENCES.indexOf(reader)
}

/** The narrower of two audiences: the effective audience of a question is the narrowest that applies (AUP25-20). */
export function narrower(a: Audience, b: Audience): Audience {
  return AUDIENCES.indexOf(a) <= AUDIENCES.indexOf(b) ? a : b
}
