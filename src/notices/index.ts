export { type AddressOf, deliverNotices } from './deliver.ts'
export { type Mail, type Message, openMail } from './mail.ts'
export {
  type InboxNotice,
  markRead,
  type Notice,
  notify,
  type Recipient,
  readNotices,
} from './notice-store.ts'
