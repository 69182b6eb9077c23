import { type Command, Option } from 'commander'
import { enterFirst } from '../people/index.ts'
import { type Deed, idMaker, type Role } from '../vocabulary/index.ts'
import { CommandError, type Operation, type Runner } from './operation.ts'

type FirstPerson = {
  readonly role: Extract<Role, 'access-manager' | 'decision-owner'>
  readonly name: string
  readonly email: string
  readonly userName?: string
  readonly issuer?: string
  readonly subject?: string
}

/**
 * `signpost first-person`: lets in the first access manager and the first decision owner of a new directory, who let in
 * everybody else. Whoever may run it has the machine; once somebody holds the role, it refuses.
 */
export function addFirstPersonCommand(program: Command, run: Runner): void {
  program
    .command('first-person')
    .summary('let in the first access manager, or the first decision owner')
    .description(
      [
        'For a new directory that has nobody yet. Enters one person with that role, and only while nobody else holds it.',
        'Roles of the operator take two people to give, so a directory begins with one of each.',
        'With --user-name they sign in here: a one-time code is printed, good for seven days at /sign-in/begin.',
        'With --issuer and --subject they sign in at that OpenID provider.',
      ].join('\n'),
    )
    .addOption(
      new Option('--role <role>', 'which of the two')
        .choices(['access-manager', 'decision-owner'])
        .makeOptionMandatory(),
    )
    .requiredOption('--name <name>', 'their name')
    .requiredOption('--email <address>', 'their e-mail address')
    .option('--user-name <name>', 'under which they sign in here')
    .option('--issuer <address>', 'the provider they sign in at, as it calls itself')
    .option('--subject <id>', 'what that provider calls them')
    .action((options: FirstPerson) => run(operation => letIn(operation, options)))
}

async function letIn(operation: Operation, given: FirstPerson): Promise<void> {
  const { database, clock, random, print } = operation
  const { role, name, email, userName, issuer, subject } = given
  const elsewhere = issuer !== undefined && subject !== undefined
  if (elsewhere === (userName !== undefined)) {
    throw new CommandError('Give either --user-name, or --issuer and --subject.')
  }
  const now = clock.now()
  const id = idMaker(random)(now)
  const deed: Deed = { who: 'operator', actingAs: 'system', why: 'The first of a new directory.', at: now }
  const identity = issuer !== undefined && subject !== undefined ? { issuer, subject } : null
  const person = { id, name, email, identity, status: 'active' } as const
  const entered = await enterFirst(database, person, role, userName ?? null, deed, random)
  if (entered.outcome === 'role-held') {
    throw new CommandError(
      `Somebody holds the role ${role} already: they let in others ("signpost person create").`,
    )
  }
  if (entered.outcome === 'already-known') {
    throw new CommandError('Somebody is known by that e-mail address or identity already.')
  }
  if (entered.outcome !== 'entered') {
    throw new CommandError(`They cannot sign in as ${userName}: ${entered.outcome.replaceAll('-', ' ')}.`)
  }
  print(`${name} is in, as ${role}: ${id}`)
  if (entered.code !== null && entered.until !== null) {
    const until = new Date(entered.until).toISOString()
    print(`Code: ${entered.code}`)
    print(`Good once, until ${until}, at /sign-in/begin with the user name ${userName}.`)
  }
}
