const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, index) =>
    [...letters].map(letter => [letter, String(index + 1)] as const),
  ),
)

/** The words of a text by their sound: American Soundex, a letter and three digits. Words without letters have none. */
export const soundsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z\s]/g, '')
    .split(/\s+/)
    .filter(word => word !== '')
    .map(soundOf)

function soundOf(word: string): string {
  let sound = (word[0] ?? '').toUpperCase()
  let last = DIGITS[word[0] ?? ''] ?? ''
  for (const letter of word.slice(1)) {
    const digit = DIGITS[letter] ?? ''
    if (digit !== '' && digit !== last) sound += digit
    // H and W do not part two letters of one sound; vowels do.
    if (letter !== 'h' && letter !== 'w') last = digit
    if (sound.length === 4) break
  }
  return sound.padEnd(4, '0')
}
