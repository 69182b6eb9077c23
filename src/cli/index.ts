export { serveErrands } from './errands.ts'
export { terminalVoice } from './voice.ts'
