import { StringDecoder } from 'node:string_decoder'

/**
 * The lines of a bundle, their ends taken off. Only "\n" ends one: what other readers take for line ends may stand in an
 * entry. A last line without its end comes with a mark that spoils it.
 */
export async function* bundleLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.end()
  if (rest !== '') yield `${rest} …`
}
