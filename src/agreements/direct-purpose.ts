import { type DirectPurposeCode, purposeOf } from '../vocabulary/index.ts'

/** @throws for a code that is not of direct care: no agreement can hold one (AUP25-12), whoever wrote it there */
export function directPurpose(code: string): DirectPurposeCode {
  const purpose = purposeOf(code)
  if (purpose?.kind !== 'direct')
    throw new Error(`An agreement holds the purpose ${code}, which none can have.`)
  return purpose.code
}
