export type {
  AccountEvent,
  InactivityFinding,
  Judge,
  Standing,
  Suspension,
  SuspensionGround,
} from './account-events.ts'
export { ACCOUNT_EVENTS, ACCOUNT_MACHINES } from './account-machine.ts'
export type { HoldersOf } from './account-notices.ts'
export {
  type AccountFilter,
  type Review,
  readQueue,
  readSeenAccount,
  readSeenAccounts,
  type Sight,
} from './account-read-store.ts'
export {
  createAccount,
  type Opened,
  type StatusChange,
  setAccountStatus,
  setSearchRoles,
} from './account-store.ts'
export { activateAccount, missingFor } from './activation-store.ts'
export {
  type Authorisation,
  approveAccount,
  authoriseRegion,
  type RegionChange,
  readAuthorisations,
  withdrawRegion,
} from './authorisation-store.ts'
export { ASSERTION_SECONDS_MAX, type AssertionRequest, signClientAssertion } from './client-assertion.ts'
export { type ConnectionEntry, readConnectionEntries } from './connection-entry-store.ts'
export {
  type ConnectionRecord,
  type ConnectionStep,
  createConnection,
  readConnection,
  readConnections,
  withdrawConnection,
} from './connection-store.ts'
export {
  type CredentialRecord,
  type KeyHolder,
  keysServing,
  readCredentials,
  readKeyHolder,
} from './credential-read-store.ts'
export {
  endKey,
  type KeyRefusal,
  type Registration,
  type Rotation,
  registerKeys,
  revokeKey,
  rotateKey,
} from './credential-store.ts'
export { accountDueHandlers } from './due.ts'
export {
  type FetchedKeySet,
  type FetchKeySet,
  judgeKeySetUrl,
  keySetFetcher,
} from './fetch-key-set.ts'
export {
  type EmailProof,
  type IndividualApplication,
  type Registered,
  registerIndividual,
  rerouteIndividual,
  resendEmail,
  validateEmail,
} from './individual-store.ts'
export { createKeyPair, type KeyPair } from './key-pair.ts'
export {
  type KeySetChange,
  type KeySetUrl,
  type KeySetUrlOutcome,
  readKeySetUrl,
  registerKeySetUrl,
  removeKeySetUrl,
} from './key-set-url-store.ts'
export { type KeySets, openKeySets } from './key-sets.ts'
export {
  acceptPolicy,
  ceaseUse,
  endAccountsOf,
  type PolicyAcceptance,
  readAcceptances,
  rejectAccount,
  revokeAccount,
  submitAccount,
  terminateInactive,
  type WhenLastEnded,
  withdrawApplication,
} from './life-store.ts'
export {
  type Let,
  letMaintain,
  MAINTAINED_MAX,
  type Maintained,
  readMaintained,
  stopMaintaining,
} from './maintained-store.ts'
export { ODS_COLUMN, type OdsTextRow } from './ods-row.ts'
export { applyOdsOrganisations, type OdsApplied, type OdsNotice, type OdsProblem } from './ods-store.ts'
export {
  AlreadyUsed,
  type OidcPayload,
  type OidcRecords,
  sweepOidcRecords,
  USED_ASSERTION,
} from './oidc-store.ts'
export { type Accounts, audienceAt, issuerAt, openAccounts } from './open-accounts.ts'
export {
  closeOrganisation,
  describeOrganisation,
  moveOrganisation,
  type OdsDetails,
  type OrganisationRecord,
  type OrganisationStep,
  readOrganisation,
  readOrganisations,
  saveOrganisation,
} from './organisation-store.ts'
export {
  describeProduct,
  moveProduct,
  type ProductStep,
  type ProductVersion,
  type Release,
  readProduct,
  readProducts,
  readProductVersions,
  readSuppliers,
  releaseVersion,
  saveProduct,
  saveSupplier,
} from './product-store.ts'
export {
  ASSERTION_ALGORITHMS,
  fitsAlgorithm,
  KEYS_MAX,
  type KeySetRead,
  type PublicJwk,
  type PublicKey,
  readKeySet,
  readPublishedKeySet,
} from './public-key.ts'
export {
  ACCOUNT_KINDS,
  type Account,
  type AccountKind,
  type Connection,
  type Organisation,
  type Product,
  type Supplier,
} from './records.ts'
export {
  individualAccountsAt,
  REDIRECTS_MAX,
  type RedirectsSet,
  readRedirectUris,
  readSignInClient,
  redirectFault,
  type SignInClient,
  setRedirectUris,
} from './redirect-store.ts'
export { type Region, type RegionMap, regionMap } from './region-map.ts'
export { declineRegion, requestRegion } from './region-request-store.ts'
export { createRegion, type Merger, mergeRegion, readRegionMap, readRegions } from './region-store.ts'
export type { Regions } from './regions.ts'
export {
  CONNECTION,
  type ConnectionStatus,
  ORGANISATION,
  type OrganisationEvent,
  PRODUCT,
  type ProductEvent,
} from './register-machines.ts'
export type { AccountFacts, AccountRegistry } from './registry.ts'
export {
  type Lifted,
  liftRestriction,
  type NewRestriction,
  type Restriction,
  readRestriction,
  readRestrictions,
  restrictAccount,
  restrictionIds,
} from './restriction-store.ts'
export { readSecrets, type SecretRecord } from './secret-read-store.ts'
export {
  type Issued,
  issueSecret,
  LIVE_SECRETS_MAX,
  type NewSecret,
  revokeSecret,
  USERNAME_PATTERN,
} from './secret-store.ts'
export { FAILED_TRIES_MAX } from './secret-tries.ts'
export {
  openSecrets,
  type SecretAnswer,
  type SecretHolder,
  type SecretInterface,
  type Secrets,
} from './secrets.ts'
export {
  revokeSigningKey,
  rotateSigningKey,
  type SigningKey,
  type SigningKeys,
  TOKEN_ALGORITHM,
  TOKEN_SECONDS,
} from './signing-keys.ts'
export { type AccountMove, readAccount, type StoredAccount } from './step-store.ts'
export {
  type OpenSuspension,
  type Reinstated,
  readSuspensions,
  reinstateAccount,
  suspendAccount,
} from './suspension-store.ts'
export { CLIENT_KID, type TokenAnswer, type TokenReader } from './tokens.ts'
