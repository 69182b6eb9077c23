import type { Database } from '../../../src/database/index.ts'

/**
 * Every register as it is, a digest for each table: but for what is written of people whose id begins with
 * `outsider-`, and by the signing in of a test. Beside them, how much was done to anything but those.
 */
export async function registers({ query }: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_name <> 'checkpoint' and table_schema in ('accounts', 'agreements', 'directory', 'notices', 'people', 'policy', 'watch', 'workflow')
     order by 1`,
  )
  const sessions = await query<{ id: string }>(`select id from people.session where user_agent = 'Test'`)
  // That somebody looked at an entry of the directory, or into the log, is on record, and changes nothing.
  const passedOver = [
    'outsider-',
    'service-reading',
    'activity-reading',
    ...sessions.map(one => one.id),
  ].join('|')
  const all: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as digest from ${name} t
       where t::text !~ $1`,
      [passedOver],
    )
    all[name] = row?.digest ?? ''
  }
  // Whoever did it: an act says so, and is passed over above when that was one of them.
  const [done] = await query<{ count: string }>(
    `select count(*)::text as count from workflow.act
     where entity not in ('proposal', 'service-reading', 'activity-reading') and entity_id !~ $1`,
    [passedOver],
  )
  return { ...all, 'acts on things of others': done?.count ?? '' }
}
