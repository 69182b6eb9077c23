/** Whom to ask: printed in every refusal (AUP25-07). Configuration, never code. */
export type OperatorContact = { readonly name: string; readonly email: string; readonly phone: string }
