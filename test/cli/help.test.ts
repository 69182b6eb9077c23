import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CommanderError } from 'commander'
import { buildProgram } from '../../src/cli/program.ts'
import { ACTS } from '../../src/http/index.ts'
import { runCommand } from '../support/server.ts'

type Help = { readonly code: number; readonly text: string }

/** Parses as the program does, but keeps the words and the exit code. */
async function ask(...given: string[]): Promise<Help> {
  let text = ''
  const program = buildProgram(async () => assert.fail('no command should run'))
  const everyOne = [program, ...program.commands, ...program.commands.flatMap(child => child.commands)]
  const say = (part: string): void => {
    text += part
  }
  for (const command of everyOne) command.exitOverride().configureOutput({ writeOut: say, writeErr: say })
  try {
    await program.parseAsync(given, { from: 'user' })
    return { code: 0, text }
  } catch (error) {
    assert.ok(error instanceof CommanderError, String(error))
    return { code: error.exitCode, text }
  }
}

/** Every command and every command under it, as words. */
const COMMANDS: readonly string[][] = (() => {
  const { commands } = buildProgram(async () => {})
  return commands.flatMap(one => [[one.name()], ...one.commands.map(child => [one.name(), child.name()])])
})()

/** Commands beside those that are made from acts. */
const OWN = [
  'serve',
  'token',
  'sign-in',
  'sign-out',
  'whoami',
  'first-person',
  'import postcodes',
  'import services',
  'import organisations',
  'import clinical',
  'activity tail',
  'activity show',
  'activity export',
  'connections reconcile',
  'decide explain',
  'decide replay',
  'ledger verify',
  'ledger checkpoint',
  'ledger proof',
  'ledger export',
  'policy list',
  'policy show',
  'policy clauses',
  'policy rehearse',
  'watch calibrate',
  'watch replay',
  'watch simulate',
]

describe('the help', () => {
  it('is there for every command, with its description and every option explained', async () => {
    const there = COMMANDS.map(words => words.join(' '))
    for (const command of [...OWN, ...ACTS.map(act => act.command)]) {
      assert.equal(there.filter(other => other === command).length, 1, command)
    }
    const groups = new Set(COMMANDS.filter(words => words.length === 2).map(([noun]) => noun))
    const expected = new Set([...OWN, ...ACTS.map(act => act.command), ...groups])
    assert.deepEqual(
      there.filter(command => !expected.has(command)),
      [],
    )
    for (const words of [[], ...COMMANDS]) {
      const { code, text } = await ask(...words, '--help')
      assert.equal(code, 0, words.join(' '))
      assert.match(text, /^Usage: signpost/)
      const undescribed = text
        .split('\n')
        .filter(line => /^ {2}-[-\w,<> .]+$/.test(line) && !/\S {2,}\S/.test(line.trim()))
      // A long option has its words on the next line, indented.
      const lines = text.split('\n')
      for (const line of undescribed) assert.match(lines[lines.indexOf(line) + 1] ?? '', /^ {8,}\S/, line)
    }
  })

  it('of the whole names every command, the settings, and where they are explained', async () => {
    const { text } = await ask('--help')
    for (const word of ['serve', 'token', 'import', 'activity', 'policy', 'PORT', 'docs/operating.md'])
      assert.ok(text.includes(word), word)
  })

  it('is shown for a command that only holds others, which is then an error', async () => {
    for (const words of [['import'], ['activity'], ['policy']]) {
      const { code, text } = await ask(...words)
      assert.notEqual(code, 0)
      assert.match(text, /^Usage: signpost/)
    }
  })
})

describe('what the command line does not know', () => {
  for (const [given, pattern] of [
    [['serv'], /unknown command 'serv'[\s\S]*Did you mean serve\?/],
    [['import', 'postcode', 'x'], /unknown command 'postcode'[\s\S]*Did you mean postcodes\?/],
    [['activity', 'tail', '--folow'], /unknown option '--folow'[\s\S]*Did you mean --follow\?/],
    [['import', 'services', '--format', 'xml', 'x'], /choices are ods, nhsuk, fhir, hsds, csv/i],
    [['import', 'services', 'x.csv'], /required option '--format/],
    [['import', 'postcodes'], /missing required argument 'path'/],
    [['token'], /missing required argument 'name'/],
    [['token', 'a', 'b'], /too many arguments/],
    [['activity', 'tail', '--decision', 'maybe'], /Allowed choices are allow, refuse/],
  ] as const) {
    it(`is refused by name: signpost ${given.join(' ')}`, async () => {
      const { code, text } = await ask(...given)
      assert.equal(code, 1)
      assert.match(text, pattern)
      assert.match(text, /add --help/)
    })
  }
})

describe('the program', () => {
  it('shows its help and its version and ends well', async () => {
    const [help, version] = await Promise.all([runCommand(['--help']), runCommand(['--version'])])
    assert.equal(help.code, 0)
    assert.match(help.stdout, /^Usage: signpost/)
    assert.deepEqual([version.code, version.stdout.trim()], [0, '0.1.0'])
  })

  it('says on standard error what it does not know and ends with 1', async () => {
    const { code, stdout, stderr } = await runCommand(['serv'])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /unknown command 'serv'/)
    assert.doesNotMatch(stderr, /\n {4}at /)
  })

  it('names every wrong setting at once, without a stack', async () => {
    const { code, stderr } = await runCommand(['serve'], {
      environment: { PORT: 'eighty', SIGNPOST_DEMO: 'huge', SIGNPOST_PROT: '1' },
    })
    assert.equal(code, 1)
    for (const name of ['PORT is "eighty"', 'SIGNPOST_DEMO is "huge"', 'SIGNPOST_PROT is not a setting'])
      assert.ok(stderr.includes(name), stderr)
    assert.doesNotMatch(stderr, /\n {4}at /)
  })
})
