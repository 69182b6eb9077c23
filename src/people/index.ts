export {
  createPerson,
  grantRole,
  type Person,
  type PersonStatus,
  readActor,
  readPerson,
} from './person-store.ts'
