const ACRONYMS = new Set(['NHS', 'GP', 'ICB', 'PCN'])

/** A name as upstream registers have it, in capitals or not at all, in title case; four acronyms stay (sources, DoS 4.2). */
export const titleCase = (name: string): string =>
  name
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu, word =>
      ACRONYMS.has(word.toUpperCase())
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
