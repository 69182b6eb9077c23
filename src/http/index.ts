export { type AppParts, buildApp, type LogStream } from './app.ts'
export type { HttpRooms } from './rooms.ts'
export type { Readiness } from './routes/health.ts'
