/** The answer to a question, with the key order of recorded answers (sources, DoS 1.4). */
export const restSuccess = <S>(transactionId: string, services: readonly S[]) => ({
  success: {
    code: 200,
    transactionId,
    // Whether there is nothing to show; it says nothing of the catch-all of the other interface.
    servicesReturnedAreCatchAll: services.length === 0 ? 'TRUE' : 'FALSE',
    serviceCount: services.length,
    services,
  },
})

/** What stands for the transaction where none is kept: looking up by ODS code. */
export const NO_TRANSACTION = 'NOT SET'

/** A decision id as clients know transaction ids. */
export const transactionIdOf = (decisionId: string): string => decisionId.toUpperCase()

export const restError = (code: number, message: string) => ({ error: { code, message } })
