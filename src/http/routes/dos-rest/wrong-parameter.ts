import type { RestRead } from '../../../dos/index.ts'
import type { ParameterError } from '../../problem.ts'

/** Questions of this interface are asked in the path alone; whatever follows a question mark is refused by name. */
export const unknownParameters = (query: object): readonly ParameterError[] =>
  Object.keys(query).map(name => ({
    parameter: name,
    in: 'query',
    message: `Unknown parameter "${name.slice(0, 100)}": nothing is asked after a question mark here`,
  }))

/** The one segment that was wrong, as the door takes it. */
export const wrongSegment = ({ parameter, message }: Extract<RestRead<never>, { outcome: 'wrong' }>) => ({
  outcome: 'wrong' as const,
  errors: [{ parameter, in: 'path', message }],
})
