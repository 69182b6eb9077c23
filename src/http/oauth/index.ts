export { type OauthOptions, oauthPlugin } from './plugin.ts'
