import type { PolicyVersion } from '../../policy/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { OpenOauth } from '../oauth/index.ts'

/** What signing in works with: the provider's parts, and the policy people are told of. */
export type SignInSetting = OpenOauth & { readonly policy: (now: EpochMillis) => PolicyVersion }
