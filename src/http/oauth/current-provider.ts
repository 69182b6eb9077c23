import { openProviderDoor, type ProviderAnswer, type ProviderQuestion } from './ask-provider.ts'
import { buildProvider, type ProviderSetting } from './provider.ts'

type Ask = (question: ProviderQuestion) => Promise<ProviderAnswer>

/**
 * The provider as the signing keys and the base address stand now: built at the first question, and again when
 * either has changed.
 * @param failed hears of what the provider answers 500 to, such as a database that is away
 */
export function currentProvider(
  setting: Omit<ProviderSetting, 'baseUrl'> & { readonly baseUrl: () => string },
  failed: (error: Error) => void,
): Ask {
  let built: { readonly keys: unknown; readonly baseUrl: string; readonly ask: Ask } | undefined
  return question => {
    const keys = setting.accounts.signingKeys.current()
    const baseUrl = setting.baseUrl()
    if (built?.keys !== keys || built.baseUrl !== baseUrl) {
      const provider = buildProvider({ ...setting, baseUrl })
      provider.on('server_error', (_ctx, error) => failed(error))
      built = { keys, baseUrl, ask: openProviderDoor(provider) }
    }
    return built.ask(question)
  }
}
