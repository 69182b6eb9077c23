export { isOwnClient } from './clients.ts'
export { type OauthOptions, type OpenOauth, openOauth } from './open-oauth.ts'
export { oauthPlugin } from './plugin.ts'
