export { createAccount, type StatusChange, setAccountStatus, setSearchRoles } from './account-store.ts'
export { ASSERTION_SECONDS_MAX, type AssertionRequest, signClientAssertion } from './client-assertion.ts'
export { endKey, type Registration, registerKeys, revokeKey } from './credential-store.ts'
export { createKeyPair, type KeyPair } from './key-pair.ts'
export {
  AlreadyUsed,
  type OidcPayload,
  type OidcRecords,
  sweepOidcRecords,
  USED_ASSERTION,
} from './oidc-store.ts'
export { type Accounts, audienceAt, issuerAt, openAccounts } from './open-accounts.ts'
export { createConnection, saveOrganisation, saveProduct, saveSupplier } from './organisation-store.ts'
export {
  ASSERTION_ALGORITHMS,
  fitsAlgorithm,
  type KeySetRead,
  type PublicJwk,
  type PublicKey,
  readKeySet,
} from './public-key.ts'
export type { Account, Connection, Organisation, Product, Supplier } from './records.ts'
export type { AccountFacts, AccountRegistry } from './registry.ts'
export {
  revokeSigningKey,
  rotateSigningKey,
  type SigningKey,
  type SigningKeys,
  TOKEN_ALGORITHM,
  TOKEN_SECONDS,
} from './signing-keys.ts'
export { CLIENT_KID, type TokenAnswer, type TokenReader } from './tokens.ts'
