/** What a password must be: long, and nothing that a guesser tries first. No rules of composition (NIST SP 800-63B 5.1.1.2). */
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128

/** A user name as it is kept: small letters. */
export const USER_NAME = /^[a-z0-9][a-z0-9._@+-]{2,63}$/
export const normalUserName = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** The commonest of twelve characters and more in published leaks, and what people make of this program's own name. */
const COMMONEST: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789123',
  '1234567891011',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'abcdefghijkl',
  'abcdefghijklm',
  'administrator',
  'administrator1',
  'changeme1234',
  'changemechangeme',
  'correcthorsebatterystaple',
  'iloveyou1234',
  'iloveyouforever',
  'letmein12345',
  'letmeinletmein',
  'liverpoolfc1',
  'manchesterunited',
  'mynameis1234',
  'nhsengland123',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'q1w2e3r4t5y6',
  'qazwsxedcrfv',
  'qwerty123456',
  'qwertyqwerty',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdfghjkl',
  'signpost1234',
  'signpostsignpost',
  'thisismypassword',
  'trustno1trustno1',
  'unitedkingdom',
  'welcome12345',
  'welcomewelcome',
  'zaq12wsxcde3',
  'zxcvbnm12345',
])

/** Everything that speaks against a password, in sentences; empty when it will do. */
export function passwordFaults(password: string, userName: string): readonly string[] {
  const text = password.normalize('NFKC')
  const small = text.toLowerCase()
  const characters = [...text]
  const faults: string[] = []
  if (characters.length < PASSWORD_MIN) faults.push(`It must have at least ${PASSWORD_MIN} characters.`)
  if (characters.length > PASSWORD_MAX) faults.push(`It must have at most ${PASSWORD_MAX} characters.`)
  if (namesIn(userName).some(name => small.includes(name))) faults.push('It must not contain the user name.')
  if (COMMONEST.has(small) || new Set(characters).size < 4) {
    faults.push('It is among the first that anybody would guess.')
  }
  return faults
}

/** The user name, and, where that is an e-mail address, what stands before the @. */
const namesIn = (userName: string): readonly string[] => {
  const name = normalUserName(userName)
  const local = name.split('@')[0] ?? ''
  return local.length >= 3 ? [name, local] : [name]
}
